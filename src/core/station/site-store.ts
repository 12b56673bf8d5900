import { statSync } from 'node:fs'
import type { z } from 'zod'
import type { Actor } from '../../shared/domain/person.ts'
import { station } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import { SiteFile } from '../../shared/site.ts'
import { AlarmResponse } from '../../shared/site/response.ts'
import type { Journal } from '../journal/journal.ts'
import { sha256 } from '../journal/chain.ts'
import { defaultDutyRules } from '../../shared/site/duty.ts'
import { writeFileAtomically } from '../platform/atomic-file.ts'
import { Emitter } from '../platform/emitter.ts'
import { readableJson } from './readable-json.ts'
import { changesBetween, withoutPins } from './site-changes.ts'
import { loadSite, pathText, readSiteText, type ConfigError } from './site-loader.ts'

/** The site file as it is written: what has a default may be absent. */
export type SiteDraft = z.input<typeof SiteFile>

/** The station runs without a school: the console starts and shows what is wrong with the site file. */
const noSite: SiteFile = {
  version: 1,
  site: { id: 'none', name: '', profile: 'school' },
  plans: [],
  places: [],
  cameras: [],
  panels: [],
  retiredPanels: [],
  archives: { terms: [], dueDays: 14 },
  users: [],
  duty: defaultDutyRules,
  contacts: [],
  quickPhrases: [],
  schoolDays: [],
  response: AlarmResponse.parse({}),
  storage: [],
  timeServers: [],
}

/** The site file with its changes while the station runs. The file stays the one source of truth. */
export class SiteStore {
  /** Told after a change is on disk and in the journal. */
  readonly changed = new Emitter<SiteFile>()
  /** What is wrong with the file; empty when it was accepted. */
  readonly errors: readonly ConfigError[]
  readonly #file: string
  readonly #journal: Journal
  #current: SiteFile
  #digest: string

  constructor(options: { file: string; journal: Journal }) {
    const loaded = loadSite(options.file)
    this.#file = options.file
    this.#journal = options.journal
    this.#current = loaded.ok ? loaded.site : noSite
    this.#digest = loaded.ok ? loaded.digest : ''
    this.errors = loaded.ok ? [] : loaded.errors
  }

  /** The site as it is now. Ask again instead of keeping it. */
  get current(): SiteFile {
    return this.#current
  }

  /**
   * Changes the site: checks the whole of it, writes the file and the journal's entry `site.changed` with before and
   * after by path, then tells everybody. Nothing happens when the edit changes nothing.
   * @param summary what was done, in words for a reader of the journal
   * @param edit changes the draft it is given
   * @throws Refusal `station.config-error` when the station has no valid site, `station.site-invalid` when the edit
   *   would leave none, `station.site-file-changed` when somebody else has written the file since it was read,
   *   `station.site-file-unwritable`; nothing is changed then
   */
  change(actor: Actor, summary: string, edit: (draft: SiteDraft) => void): SiteFile {
    const before = this.draft()
    const draft = structuredClone(before)
    edit(draft)
    const changes = changesBetween(before, draft)
    if (changes.length === 0) return this.#current
    const parsed = SiteFile.safeParse(draft)
    if (!parsed.success)
      throw new Refusal('station.site-invalid', {
        issues: parsed.error.issues.map(issue => `${pathText(issue.path)}: ${issue.message}`).join('; '),
      })
    const text = `${readableJson(draft)}\n`
    const digest = sha256(text).toString('hex')
    this.#journal.transaction(() => {
      this.#journal.append({
        actor,
        kind: 'site.changed',
        subject: 'site',
        body: { summary, changes: withoutPins(changes), digest },
      })
      // Last in the transaction: when the disk refuses, the entry is taken back with it.
      this.#write(text)
    })
    this.#current = parsed.data
    this.#digest = digest
    this.changed.emit(parsed.data)
    return parsed.data
  }

  /**
   * The file's own words, without the defaults of the schema; a copy.
   * @throws Refusal `station.config-error`, `station.site-file-changed`
   */
  draft(): SiteDraft {
    if (this.errors.length > 0) throw new Refusal('station.config-error')
    const text = readSiteText(this.#file)
    if (sha256(text).toString('hex') !== this.#digest) throw new Refusal('station.site-file-changed')
    return JSON.parse(text) as SiteDraft
  }

  #write(text: string): void {
    try {
      writeFileAtomically(this.#file, text, statSync(this.#file).mode & 0o777)
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error)
      throw new Refusal('station.site-file-unwritable', { reason })
    }
  }

  /** Notes in the journal which file the station runs with, when it is another than last time. */
  noteLoaded(): void {
    const { errors } = this
    const last = this.#journal.lastOf(['site.loaded', 'site.rejected', 'site.changed'])
    const kind = errors.length === 0 ? 'site.loaded' : 'site.rejected'
    const isKnown = kind === 'site.loaded' ? last?.kind !== 'site.rejected' : last?.kind === 'site.rejected'
    if (last !== null && isKnown && last.body['digest'] === this.#digest) return
    const body = { digest: this.#digest, errors: errors.slice(0, 20) }
    this.#journal.append({ actor: station, kind, subject: 'site', body })
  }
}
