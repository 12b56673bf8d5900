import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/**
 * Copies an export package out of the station's folder and compares every file with what was copied. Until all is there
 * and equal the copy has a name that says it is not finished. The register sheet lies beside the package, not in it: the
 * package is sealed.
 * @returns where it lies now
 * @throws Error when a package of that name is there already, or a file did not arrive as it left
 */
export async function copyPackage(options: {
  source: string
  targetDir: string
  name: string
  sheet: { readonly fileName: string; readonly pdf: Buffer }
}): Promise<string> {
  const { source, targetDir, name, sheet } = options
  const target = join(targetDir, name)
  const partial = `${target}.partial`
  if (await exists(target)) throw new Error(`${target}: 已存在 (there already)`)
  await rm(partial, { recursive: true, force: true })
  try {
    await mkdir(partial, { recursive: true })
    for (const file of await filesIn(source)) {
      await mkdir(dirname(join(partial, file)), { recursive: true })
      await cp(join(source, file), join(partial, file))
      const [wanted, got] = [await sha256Of(join(source, file)), await sha256Of(join(partial, file))]
      if (wanted !== got) throw new Error(`${file}: ${wanted} ≠ ${got}`)
    }
    await writeFile(join(targetDir, sheet.fileName), sheet.pdf)
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
  return target
}

/** Every file below a folder, by its path from there. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}
