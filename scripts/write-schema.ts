import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { siteJsonSchema } from '../src/core/station/site-schema.ts'

/** `npm run schema`: writes the published JSON schema of the site file from its definition in src/shared/site.ts. */
const file = join(import.meta.dirname, '..', 'resources', 'site.schema.json')
writeFileSync(file, `${JSON.stringify(siteJsonSchema(), null, 2)}\n`)
console.log(`wrote ${file}`)
