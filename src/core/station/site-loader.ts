import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { SiteFile } from '../../shared/site.ts'
import { sha256 } from '../journal/chain.ts'

export interface ConfigError {
  /** Where in the file, e.g. `cameras[2].streams.main.url`; the file's name when it could not be read at all. */
  readonly path: string
  readonly message: string
}

export type LoadedSite =
  | { readonly ok: true; readonly site: SiteFile; readonly digest: string }
  | { readonly ok: false; readonly errors: readonly ConfigError[] }

/** Reads and checks the site file. Never throws for what is in it: the console starts and shows the errors. */
export function loadSite(file: string): LoadedSite {
  let text: string
  try {
    text = readSiteText(file)
  } catch (error) {
    return { ok: false, errors: [{ path: file, message: messageOf(error) }] }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, errors: [{ path: file, message: messageOf(error) }] }
  }
  const parsed = SiteFile.safeParse(value)
  if (parsed.success) return { ok: true, site: parsed.data, digest: sha256(text).toString('hex') }
  return {
    ok: false,
    errors: parsed.error.issues.map(issue => ({ path: pathText(issue.path), message: issue.message })),
  }
}

/** @throws Error when the file cannot be read */
export const readSiteText = (file: string): string => readFileSync(file, 'utf8')

/** User and password of one device. */
export const Credentials = z.object({ user: z.string(), password: z.string() })
export type Credentials = z.infer<typeof Credentials>
export type Secrets = ReadonlyMap<string, Credentials>

/**
 * Reads `secrets.json`: credentials by the names the site file uses. The file belongs to the station's user alone.
 * @throws Error when others can read it, or when it is not of the form; its contents never appear in the message.
 */
export function loadSecrets(file: string): Secrets {
  let text: string
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new Error(`${file} can be read by others; make it 0600`)
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  const parsed = z.record(z.string(), Credentials).safeParse(parseJsonQuietly(text))
  if (!parsed.success) throw new Error(`${file} is not of the form {"name": {"user": …, "password": …}}`)
  return new Map(Object.entries(parsed.data))
}

/** JSON.parse quotes what it cannot read; a secret must not get into a message that way. */
function parseJsonQuietly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `cameras[2].streams.main.url` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
