import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataFolder } from '../helpers/data-folder.ts'

/**
 * What a person asks for on a disk that becomes full in the middle of it: `tests/faults/disk.c` stands between the program
 * and the kernel and lets no write through from one on. Nothing half keeps a final name, and both the person and the
 * journal are told.
 */
const program = join(import.meta.dirname, '../helpers/full-disk-process.ts')
const forEver = '1000000'

interface Ending {
  readonly outcome: string
  readonly left: readonly string[]
  readonly told: readonly string[]
}

describe.skipIf(process.platform !== 'linux')('a disk that becomes full', () => {
  const base = dataFolder()
  const library = join(base.path, 'disk.so')

  beforeAll(() => {
    const source = join(import.meta.dirname, '../faults/disk.c')
    execFileSync('cc', ['-O1', '-Wall', '-Werror', '-shared', '-fPIC', '-o', library, source, '-ldl'])
  })
  afterAll(() => base[Symbol.dispose]())

  function run(what: string, disk: Readonly<Record<string, string>>): Ending {
    using folder = dataFolder()
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, what, folder.path], {
      encoding: 'utf8',
      env: { ...process.env, ...disk, LD_PRELOAD: library },
    })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as Ending
  }
  const fullAt = (what: string, at: number) =>
    run(what, { DISK_FAULT: 'full', DISK_AT: String(at), DISK_FOR: forEver })

  /** How many operations it takes on a disk with room. */
  function operations(what: string, told: string): number {
    const report = join(base.path, `${what}.count`)
    const ending = run(what, { DISK_FAULT: 'count', DISK_REPORT: report })
    expect(ending).toMatchObject({ outcome: 'done', told: [told] })
    expect(statSync(report).size).toBeGreaterThan(0)
    const total = Number(readFileSync(report, 'utf8'))
    expect(total).toBeGreaterThan(0)
    return total
  }

  test.each([
    ['attachment', 'attachment.added', 'attachments.disk-full', 'attachment.refused'],
    ['archive', 'archives.made', 'disk-full', 'archives.failed'],
    ['backup', 'backup.made', 'backup.disk-full', 'backup.failed'],
  ])('%s: at the first write and in the middle', { timeout: 300_000 }, (what, done, refused, told) => {
    const total = operations(what, done)
    // A scan is one write, of which a half goes through; the other operations are syncs, which need no room.
    for (const at of total < 10 ? [1] : [1, Math.ceil(total / 2)])
      expect(fullAt(what, at), `at ${at} of ${total}`).toEqual({ outcome: refused, left: [], told: [told] })
  })

  // ffmpeg counts its own writes, the station those of list, manifest and signature.
  test('export: while ffmpeg writes and while the package is sealed', { timeout: 300_000 }, () => {
    for (const at of [1, 2]) {
      const { outcome, left, told } = fullAt('export', at)
      expect({ outcome, left, told }).toEqual({
        outcome: 'disk-full',
        left: [],
        told: ['video.export-failed'],
      })
    }
  })
})
