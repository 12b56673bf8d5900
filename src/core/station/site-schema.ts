import { z } from 'zod'
import { SiteFile } from '../../shared/site.ts'

/** The JSON schema (2020-12) of the site file, for editors and for people who write one. */
export function siteJsonSchema(): object {
  return z.toJSONSchema(SiteFile, { io: 'input', unrepresentable: 'any' })
}
