import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format as pretty, resolveConfig } from 'prettier'
import { build, type LibraryFormats } from 'vite'

const root = join(import.meta.dirname, '..')
const target = join(root, 'src', 'core', 'archives', 'tools.generated.ts')

/**
 * Bundles the two programs that lie in every archive of a term: its verifier, for plain Node, and the script of its offline
 * page. They are kept as text in one module, so that the station writes them the same way from its sources, from its
 * bundle and from the packaged program.
 */
export async function archiveTools(): Promise<string> {
  const verifier = await bundled('src/core/archives/verify-main.ts', 'es', 'node20')
  const viewer = await bundled('src/renderer/archive-viewer/viewer.ts', 'iife', 'es2022')
  const style = readFileSync(join(root, 'src/renderer/archive-viewer/viewer.css'), 'utf8')
  const text = (name: string, value: string) => `export const ${name} = ${JSON.stringify(value)}\n`
  const module = [
    '/** Written by scripts/write-archive-tools.ts; a test compares it with its sources. */\n',
    text('verifierSource', verifier),
    text('viewerSource', viewer),
    text('viewerStyle', style),
  ].join('\n')
  return pretty(module, { ...(await resolveConfig(target)), parser: 'typescript' })
}

async function bundled(entry: string, format: LibraryFormats, buildTarget: string): Promise<string> {
  const outcome = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: buildTarget,
      minify: false,
      lib: { entry: join(root, entry), formats: [format], name: 'zhishou', fileName: 'tool' },
      rollupOptions: { external: [/^node:/] },
    },
  })
  const [first] = Array.isArray(outcome) ? outcome : [outcome]
  if (first === undefined || !('output' in first)) throw new Error(`${entry} was not bundled`)
  // Which file a part comes from tells the reader of an archive nothing.
  return first.output[0].code.replaceAll(/^\/\/#(?:end)?region.*\n/gm, '')
}

if (import.meta.main) {
  writeFileSync(target, await archiveTools())
  console.log(`wrote ${target}`)
}
