import { grouped } from './format.ts'
import type { ArchiveVerdict } from './verify-archive.ts'

/** What the verifier says, in lines; Chinese first, since who verifies is mostly an office in Shanghai. */
export function archiveReport(
  { findings, manifest, packageHash, keyFingerprint }: ArchiveVerdict,
  expectedKey: string | null,
): string {
  const lines: string[] = []
  if (manifest !== null) {
    const { archive, station, journal, ledgers, attachments, madeAt, madeBy } = manifest
    lines.push(
      `${station.school}　${archive.name}　${archive.from} 至 ${archive.through}　第 ${archive.number} 号归档`,
      `生成 (made): ${madeAt} ${madeBy.name}　日志 ${journal.entries} 条　台账 ${ledgers.length} 种　附件 ${attachments.length} 件　文件 ${manifest.files.length} 个`,
    )
  }
  if (packageHash !== null) lines.push(`包指纹 (package): ${grouped(packageHash)}`)
  if (keyFingerprint !== null) lines.push(`公钥指纹 (key): ${grouped(keyFingerprint)}`)
  for (const { file, problem, expected, found } of findings) {
    lines.push(`不符 FAIL  ${file}: ${problem}`)
    if (expected !== '') lines.push(`      应为 expected: ${expected}`)
    if (found !== '') lines.push(`      实为 found:    ${found}`)
  }
  const missing = manifest?.attachments.filter(({ file }) => file === null).length ?? 0
  if (missing > 0)
    lines.push(
      `注意：生成时有 ${missing} 件附件缺失或损坏，清单已注明 (attachments missing when it was made)`,
    )
  if (findings.length > 0) lines.push(`核验未通过：${findings.length} 处不符 (NOT whole)`)
  else {
    if (expectedKey === null)
      lines.push(
        '请核对：公钥指纹、包指纹须与纸质送交清单一致 (compare both fingerprints with the paper sheet)',
      )
    lines.push('核验通过 (archive whole)')
  }
  return `${lines.join('\n')}\n`
}
