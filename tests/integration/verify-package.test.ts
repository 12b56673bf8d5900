import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Manifest } from '../../src/core/recordings/export/format.ts'
import { runCommand } from '../helpers/core-process.ts'
import { exporter, startExportRoom, type ExportRoom } from '../helpers/export-room.ts'
import { makeFragmentedMp4 } from '../helpers/fragmented-mp4.ts'

const start = Date.UTC(2026, 10, 21, 6, 0, 0)
let room: ExportRoom
let whole: string
let video: string
/** A fresh copy of the package for every test. */
let copy: string

beforeAll(async () => {
  room = await startExportRoom()
  const mp4 = makeFragmentedMp4({ seconds: 4 })
  room.archive.record({ cameraId: 'cam-1', mp4, startMs: start, segmentMs: 2_000 })
  const span = { fromMs: start, toMs: start + 4_000 }
  room.approve(1, span)
  const order = { requestNumber: 1, cameraIds: ['cam-1'], span, receiver: '派出所', copies: 1 }
  const [job] = room.exports.order({ ...order, variants: ['original'] }, exporter)
  const { packageName } = await room.ended(Number(job?.id))
  whole = join(room.exportDir, packageName)
  video = readdirSync(whole).find(name => name.endsWith('.mp4')) ?? ''
})
beforeEach(() => {
  copy = join(room.dataDir, 'copy')
  rmSync(copy, { recursive: true, force: true })
  cpSync(whole, copy, { recursive: true })
})
afterAll(() => room[Symbol.asyncDispose]())

const verify = (...args: string[]) => runCommand('src/core/verify.ts', args)
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest

function changeByte(name: string, at: number): void {
  const bytes = readFileSync(join(copy, name))
  const index = at < 0 ? bytes.length + at : at
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index)
  writeFileSync(join(copy, name), bytes)
}

test('a whole package verifies, also against the key on paper as it is printed', async () => {
  const printed = manifestOf(copy)
    .station.keyFingerprint.toUpperCase()
    .replaceAll(/(.{4})/g, '$1 ')
  expect(await verify(copy, '--key', printed)).toMatchObject({ code: 0 })
})

test.each([
  ['a byte of the pictures', () => changeByte(video, -100), () => video, '内容被改动'],
  ['a byte of the manifest', () => changeByte('manifest.json', 400), () => 'manifest.sig', '签名不符'],
  ['a byte of the signature', () => changeByte('manifest.sig', 10), () => 'manifest.sig', '签名不符'],
  ['a byte of the summary', () => changeByte('说明.txt', 30), () => '说明.txt', '内容被改动'],
  ['a file that is missing', () => rmSync(join(copy, video)), () => video, '缺少文件'],
  ['a signature that is missing', () => rmSync(join(copy, 'manifest.sig')), () => 'manifest.sig', '缺少文件'],
  ['a file that was added', () => writeFileSync(join(copy, '多余.mp4'), 'x'), () => '多余.mp4', '多出文件'],
  [
    'a file cut short',
    () => writeFileSync(join(copy, video), readFileSync(join(copy, video)).subarray(0, 5_000)),
    () => video,
    '大小不符',
  ],
])('%s is named', async (_what, harm, file, problem) => {
  harm()
  const { code, output } = await verify(copy)
  expect(code).toBe(1)
  expect(output).toContain('核验未通过')
  expect(output.split('\n').some(line => line.includes(`${file()}: `) && line.includes(problem))).toBe(true)
})

test('a package signed anew with another key is found by the fingerprint on paper, and only by it', async () => {
  const paper = manifestOf(copy).station.keyFingerprint
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const manifest = manifestOf(copy)
  const forged = {
    ...manifest,
    receiver: '别人',
    station: { ...manifest.station, keyFingerprint: createHash('sha256').update(spki).digest('hex') },
    files: manifest.files.map(file =>
      file.name === 'station-key.pem'
        ? { ...file, bytes: pem.length, sha256: createHash('sha256').update(pem).digest('hex') }
        : file,
    ),
  }
  const bytes = Buffer.from(JSON.stringify(forged))
  writeFileSync(join(copy, 'manifest.json'), bytes)
  writeFileSync(join(copy, 'manifest.sig'), sign(null, bytes, privateKey))
  writeFileSync(join(copy, 'station-key.pem'), pem)
  const { code, output } = await verify(copy, '--key', paper)
  expect(code).toBe(1)
  expect(output).toContain('station-key.pem: 公钥不符')
  // Nobody can tell without the paper: it says that the fingerprints must be compared.
  expect((await verify(copy)).output).toContain('须与纸质登记表一致')
})

test('openssl and sha256sum agree, without any of our programs', () => {
  const line = 'pkeyutl -verify -pubin -inkey station-key.pem -rawin -in manifest.json -sigfile manifest.sig'
  expect(execFileSync('openssl', line.split(' '), { cwd: copy, encoding: 'utf8' })).toContain(
    'Verified Successfully',
  )
  execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: copy })
})

test.each([
  ['stored', '-0'],
  ['deflated', '-6'],
])('a zip of the package verifies as well (%s), and a changed byte in it is named', async (_how, level) => {
  const zip = join(room.dataDir, `copy${level}.zip`)
  const pack = () => {
    rmSync(zip, { force: true })
    zipFolder(copy, zip, level === '-0')
  }
  pack()
  expect(await verify(zip)).toMatchObject({ code: 0 })
  changeByte(video, -100)
  pack()
  const { code, output } = await verify(zip)
  expect(code).toBe(1)
  expect(output).toContain(`${video}: 文件内容被改动`)
})

test('what is no package, or a torn zip, says so with exit 2', async () => {
  const empty = join(room.dataDir, 'empty')
  mkdirSync(empty, { recursive: true })
  expect(await verify(empty)).toMatchObject({ code: 2 })
  const torn = join(room.dataDir, 'torn.zip')
  writeFileSync(torn, Buffer.from('PK\u0003\u0004 torn'))
  expect(await verify(torn)).toMatchObject({ code: 2 })
  expect(await verify(join(room.dataDir, 'nothing'))).toMatchObject({ code: 2 })
})

test('it needs nothing but Node: the files it loads bring no library', async () => {
  const root = join(import.meta.dirname, '..', '..')
  const alone = join(room.dataDir, 'alone')
  const files = [
    'src/core/verify.ts',
    'src/core/media/boxes.ts',
    'src/core/media/movie.ts',
    ...['format', 'unzip', 'variant', 'verify-package'].map(name => `src/core/recordings/export/${name}.ts`),
    ...['format', 'verify-archive', 'verify-journal', 'verify-report', 'verify-words'].map(
      name => `src/core/archives/${name}.ts`,
    ),
  ]
  for (const file of files) cpSync(join(root, file), join(alone, relative('.', file)))
  writeFileSync(join(alone, 'package.json'), '{"type":"module"}')
  const output = execFileSync(process.execPath, [join(alone, 'src/core/verify.ts'), copy], {
    cwd: dirname(copy),
    encoding: 'utf8',
  })
  expect(output).toContain('核验通过')
})

/** Python's own zip writer: an independent one. */
function zipFolder(folder: string, zip: string, isStored: boolean): void {
  const script = `
import os, sys, zipfile
folder, target, stored = sys.argv[1], sys.argv[2], sys.argv[3] == 'true'
with zipfile.ZipFile(target, 'w', zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
    for name in os.listdir(folder):
        archive.write(os.path.join(folder, name), os.path.join(os.path.basename(folder), name))
`
  execFileSync('python3', ['-c', script, folder, zip, String(isStored)])
}
