import { z } from 'zod'
import { SiteFile } from '../../../shared/site.ts'
import type { Locale } from '../../../shared/text/text.ts'
import { pathText } from '../site-loader.ts'

export interface SiteIssue {
  /** E.g. `panels[2].zones[0].place`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
}

const chinese = z.locales.zhCN().localeError

/** What the cross-checks of the site file say, in Chinese. */
const cross: readonly (readonly [RegExp, string])[] = [
  [/^id "(.+)" is already used by an? (.+)$/, '编号“$1”重复（已用于 $2）'],
  [/^account "(.+)" is already used by another panel$/, '报警账号“$1”与另一台主机重复'],
  [/^number (\d+) is already used on this panel$/, '这台主机上的编号 $1 重复'],
  [/^no place "(.+)"$/, '没有编号为“$1”的地点'],
  [/^no plan "(.+)"$/, '没有编号为“$1”的平面图'],
  [/^no partition "(.+)" on this panel$/, '这台主机没有编号为“$1”的分区'],
  [/^no camera "(.+)"$/, '没有编号为“$1”的摄像机'],
  [/^no "(.+)"$/, '没有编号为“$1”的对象'],
  [/^intrusion and perimeter zones need a partition/, '入侵和周界防区必须属于一个分区，其他防区不得属于分区'],
  [/^a zone needs a position/, '防区没有标出图上位置'],
  [/^a perimeter is armed as the norm/, '周界分区常态布防，不设布撤防时间表'],
  [/^"from" must be before "to"$/, '开始时间应早于结束时间'],
  [/^"from" must not be after "to"$/, '开始日期不得晚于结束日期'],
]

/** Checks a site file: gives it, or everything that is wrong with it by path. */
export function checkSite(
  value: unknown,
  locale: Locale,
): { readonly ok: true; readonly site: SiteFile } | { readonly ok: false; readonly issues: SiteIssue[] } {
  const parsed = SiteFile.safeParse(value, locale === 'en' ? {} : { error: chinese })
  if (parsed.success) return { ok: true, site: parsed.data }
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: pathText(path),
    message: locale === 'en' ? message : inChinese(message),
  }))
  return { ok: false, issues }
}

/** Reads JSON, or says where it breaks off. */
export function parseSite(
  text: string,
  locale: Locale,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issue: SiteIssue } {
  try {
    // A file that an editor of Windows saved begins with a byte order mark.
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    const [, line, column] = /line (\d+) column (\d+)/.exec(said) ?? []
    const where = line === undefined ? '' : `第 ${line} 行第 ${column ?? '?'} 列：`
    return {
      ok: false,
      issue: { path: '', message: locale === 'en' ? said : `${where}不是有效的 JSON 文件` },
    }
  }
}

function inChinese(message: string): string {
  const found = cross.find(([pattern]) => pattern.test(message))
  return found === undefined ? message : message.replace(found[0], found[1])
}
