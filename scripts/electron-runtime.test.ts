import { describe, expect, it } from 'vitest'
import { type ElectronRuntime, type Probes, chooseElectron, isFailedTryValid } from './electron-runtime.mjs'

const runtime = (source: ElectronRuntime['source']): ElectronRuntime => ({
  executablePath: `/${source}/electron`,
  version: '1.0.0',
  source,
})

/** Probes that find nothing, and the names of those asked. */
function probes(found: Partial<Probes>): { probes: Probes; asked: string[] } {
  const asked: string[] = []
  const all: Probes = {
    override: () => null,
    officialInstalled: () => null,
    failedLately: () => false,
    officialInstall: async () => null,
    registryBuild: async () => null,
    ...found,
  }
  const noting = <Answer>(name: keyof Probes, probe: () => Answer) => {
    return () => {
      asked.push(name)
      return probe()
    }
  }
  return {
    asked,
    probes: {
      override: noting('override', all.override),
      officialInstalled: noting('officialInstalled', all.officialInstalled),
      failedLately: noting('failedLately', all.failedLately),
      officialInstall: noting('officialInstall', all.officialInstall),
      registryBuild: noting('registryBuild', all.registryBuild),
    },
  }
}

describe('which Electron is used', () => {
  it('the override before everything else, without looking further', async () => {
    const { probes: given, asked } = probes({
      override: () => runtime('override'),
      officialInstalled: () => runtime('official'),
    })
    expect((await chooseElectron(given)).source).toBe('override')
    expect(asked).toEqual(['override'])
  })

  it('the official binary that is there, without a download', async () => {
    const { probes: given, asked } = probes({ officialInstalled: () => runtime('official') })
    expect((await chooseElectron(given)).source).toBe('official')
    expect(asked).not.toContain('officialInstall')
  })

  it('the official binary that can be fetched before the registry build', async () => {
    const { probes: given, asked } = probes({
      officialInstall: async () => runtime('official'),
      registryBuild: async () => runtime('registry-33'),
    })
    expect((await chooseElectron(given)).source).toBe('official')
    expect(asked).not.toContain('registryBuild')
  })

  it('the registry build at once when fetching failed not long ago', async () => {
    const { probes: given, asked } = probes({
      failedLately: () => true,
      officialInstall: async () => runtime('official'),
      registryBuild: async () => runtime('registry-33'),
    })
    expect((await chooseElectron(given)).source).toBe('registry-33')
    expect(asked).not.toContain('officialInstall')
  })

  it('none: says what can be done', async () => {
    await expect(chooseElectron(probes({}).probes)).rejects.toThrow(
      /ELECTRON_MIRROR.*ELECTRON_OVERRIDE_DIST_PATH/,
    )
  })
})

describe('a failed download', () => {
  const failed = { version: '45.4.1', mirror: '', atMs: 1_000_000 }
  const wanted = { version: '45.4.1', mirror: '' }
  const dayMs = 24 * 3600 * 1000

  it('counts for a day', () => {
    expect(isFailedTryValid(failed, wanted, failed.atMs)).toBe(true)
    expect(isFailedTryValid(failed, wanted, failed.atMs + dayMs - 1)).toBe(true)
    expect(isFailedTryValid(failed, wanted, failed.atMs + dayMs)).toBe(false)
  })

  it('is void for another version, another mirror, a clock set back, or when there was none', () => {
    expect(isFailedTryValid(failed, { ...wanted, version: '45.4.2' }, failed.atMs)).toBe(false)
    expect(isFailedTryValid(failed, { ...wanted, mirror: 'other' }, failed.atMs)).toBe(false)
    expect(isFailedTryValid(failed, wanted, failed.atMs - 1)).toBe(false)
    expect(isFailedTryValid(null, wanted, failed.atMs)).toBe(false)
  })
})
