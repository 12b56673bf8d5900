/** In Chinese first: who verifies is mostly an office in Shanghai. */
export const problems = {
  missing: '缺少文件 (file is missing)',
  added: '多出文件，不属于本归档 (file does not belong to the archive)',
  size: '文件大小不符 (size differs)',
  hash: '文件内容被改动 (content was changed)',
  signature: '签名不符：manifest.json 或签名被改动 (signature does not fit manifest.json)',
  badKey: '公钥无法读取，或不是 Ed25519 (public key cannot be read, or is not Ed25519)',
  otherKey: '公钥不符：不是该值守台签发 (key is another one: not made by that station)',
  manifest: '清单无法读取或不完整 (manifest cannot be read, or is incomplete)',
  name: '清单里的文件名不合法 (file name in the manifest is not allowed)',
  attachment: '附件与其编号不符 (attachment does not fit its hash)',
  rows: '台账行数不符 (number of rows differs)',
  line: '日志行无法读取 (journal line cannot be read)',
  chainMissing: '日志缺少条目，链在此中断 (journal entry is missing: the chain breaks here)',
  chainOrder: '日志条目次序不对或被插入 (journal entry inserted or out of order)',
  chainChanged:
    '日志条目被改动，或与前一条不相连 (journal entry changed, or does not continue the one before)',
  chainBody: '日志条目内容与其哈希不符 (body of a journal entry does not fit its hash)',
  chainEnd: '日志末尾与清单不符 (end of the journal differs from the manifest)',
  counts: '日志条数与清单不符 (numbers of journal entries differ from the manifest)',
  seal: '每日签名不符 (daily seal does not fit)',
} as const
