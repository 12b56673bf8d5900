import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportChange, ImportCheck } from '../../../shared/contract/site-transfer.ts'
import { beijingOffsetMs } from '../../../shared/domain/clock.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Locale } from '../../../shared/text/text.ts'
import { sha256 } from '../../journal/chain.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import { readableJson } from '../readable-json.ts'
import { changesBetween, type SiteChange } from '../site-changes.ts'
import type { SiteDraft, SiteStore } from '../site-store.ts'
import { checkSite, parseSite, type SiteIssue } from './issues.ts'
import { peopleIssues } from './people-issues.ts'
import { noPin, withOwnPins, withoutSecrets } from './secrets.ts'

export interface SiteTransferContext {
  readonly sites: SiteStore
  readonly journal: Journal
  readonly clock: Clock
  readonly exportDir: string
}

/** More differences than anybody reads; the count tells the rest, the journal has them all. */
const shownMost = 400
const shownCharacters = 240

/** The whole site as one file: out without secrets, in with a comparison before anything is changed. */
export class SiteTransfer {
  readonly #context: SiteTransferContext

  constructor(context: SiteTransferContext) {
    this.#context = context
  }

  /** Writes the site into the export folder; gives the file's name there. */
  async export(actor: UserActor): Promise<string> {
    const { sites, journal, clock, exportDir } = this.#context
    const text = `${readableJson(withoutSecrets(sites.draft()))}\n`
    const day = new Date(clock.now() + beijingOffsetMs).toISOString().slice(0, 10)
    const school = sites.current.site.name.replaceAll(/[\\/:*?"<>|]/g, '-')
    const fileName = `站点配置_${school}_${day}.json`
    await mkdir(exportDir, { recursive: true, mode: 0o700 })
    await writeFile(join(exportDir, fileName), text)
    const digest = sha256(text).toString('hex')
    journal.append({ actor, kind: 'site.exported', subject: 'site', body: { fileName, digest } })
    return fileName
  }

  /** Compares a file with the site; changes nothing. */
  check(text: string, locale: Locale, actor: UserActor): ImportCheck {
    const before = this.#context.sites.draft()
    const read = this.#read(text, before, locale, actor)
    const common = { base: baseOf(before), newPeople: [], afterRestart: false, changes: [], changeCount: 0 }
    if (!read.ok) return { ...common, issues: read.issues.slice(0, shownMost) }
    const changes = changesBetween(withoutSecrets(before), withoutSecrets(read.draft))
    return {
      ...common,
      issues: [],
      changes: changes.slice(0, shownMost).map(change => shown(change, before, read.draft)),
      changeCount: changes.length,
      newPeople: read.draft.users.filter(({ pinHash }) => pinHash === noPin).map(({ name }) => name),
      afterRestart: changes.some(({ path }) => /^(?:timeServers|site)\b/.test(path)),
    }
  }

  /**
   * Applies a file.
   * @param base that of the check: what was shown is what is done
   * @throws Refusal `site.import-changed`, `station.site-invalid`, and as `SiteStore.change`
   */
  import(input: { text: string; base: string; reason: string }, actor: UserActor): void {
    const { sites } = this.#context
    const before = sites.draft()
    if (baseOf(before) !== input.base) throw new Refusal('site.import-changed')
    const read = this.#read(input.text, before, 'zh-CN', actor)
    if (!read.ok)
      throw new Refusal('station.site-invalid', {
        issues: read.issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
      })
    sites.change(actor, `导入站点文件：${input.reason}`, draft => {
      for (const key of Object.keys(draft)) Reflect.deleteProperty(draft, key)
      Object.assign(draft, read.draft)
    })
  }

  #read(
    text: string,
    before: SiteDraft,
    locale: Locale,
    actor: UserActor,
  ): { readonly ok: true; readonly draft: SiteDraft } | { readonly ok: false; readonly issues: SiteIssue[] } {
    const parsed = parseSite(text, locale)
    if (!parsed.ok) return { ok: false, issues: [parsed.issue] }
    const value = withOwnPins(
      parsed.value,
      new Map(before.users.map(({ id, pinHash }) => [id, pinHash ?? noPin])),
    )
    const checked = checkSite(value, locale)
    if (!checked.ok) return checked
    const draft = value as SiteDraft
    const missing = missingDevices(before, draft, locale)
    const people = peopleIssues(before, draft, locale)
    if (missing.length + people.length > 0) return { ok: false, issues: [...missing, ...people] }
    const index = draft.users.findIndex(({ id }) => id === actor.id)
    const mine = before.users.find(({ id }) => id === actor.id)?.roles.toSorted()
    // Nobody gives rights to themselves.
    if (JSON.stringify(draft.users[index]?.roles.toSorted()) === JSON.stringify(mine))
      return { ok: true, draft }
    const path = index === -1 ? 'users' : `users[${String(index)}].roles`
    const message = locale === 'en' ? 'nobody changes their own roles' : '不能通过导入更改或删除本人的角色'
    return { ok: false, issues: [{ path, message }] }
  }
}

/** Recordings and records name devices by their ids: one that is not used any more stays in the file, out of service. */
function missingDevices(before: SiteDraft, now: SiteDraft, locale: Locale): SiteIssue[] {
  const devicesOf = (draft: SiteDraft) => [
    ...draft.cameras.map(device => ({ device, path: 'cameras' })),
    ...[...draft.panels, ...(draft.retiredPanels ?? [])].map(device => ({ device, path: 'panels' })),
  ]
  const left = new Set(devicesOf(now).map(({ device }) => device.id))
  return devicesOf(before)
    .filter(({ device }) => !left.has(device.id))
    .map(({ device: { id, name }, path }) => ({
      path,
      message:
        locale === 'en'
          ? `"${name}" (${id}) is missing; what is not used any more stays, as out of service`
          : `缺少“${name}”（${id}）；不再使用的设备应保留在文件里并标为停用`,
    }))
}

const baseOf = (draft: SiteDraft): string => sha256(JSON.stringify(draft)).toString('hex')

function shown({ path, before, after }: SiteChange, old: SiteDraft, now: SiteDraft): ImportChange {
  const [, section = path, id = '', rest = ''] = /^([^.[]+)(?:\[([^\]]+)\])?\.?(.*)$/s.exec(path) ?? []
  const name = nameIn(now, section, id) ?? nameIn(old, section, id) ?? id
  const words = rest.replaceAll(
    /\[([^\]]+)\]/g,
    (_, inner: string) =>
      `[${nestedName(now, section, id, inner) ?? nestedName(old, section, id, inner) ?? inner}]`,
  )
  return { section, name, path: words, before: shortened(before), after: shortened(after) }
}

function nameIn(draft: SiteDraft, section: string, id: string): string | null {
  const list = (draft as Readonly<Record<string, unknown>>)[section]
  if (!Array.isArray(list)) return null
  const found = list.find(
    (item: unknown) => typeof item === 'object' && item !== null && 'id' in item && item.id === id,
  ) as { readonly name?: unknown } | undefined
  return typeof found?.name === 'string' ? found.name : null
}

/** The name of a part of a thing: of a zone or partition of a panel. */
function nestedName(draft: SiteDraft, section: string, id: string, inner: string): string | null {
  if (section !== 'panels' && section !== 'retiredPanels') return null
  const panel = draft[section]?.find(candidate => candidate.id === id)
  const parts = [...(panel?.zones ?? []), ...(panel?.partitions ?? [])]
  return parts.find(part => part.id === inner)?.name ?? null
}

function shortened(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text
}
