/**
 * The smallest thing that a host of core can run: ready with one line, says what it was given, ends when asked. Plain
 * JavaScript that runs in Electron's own process as well as in Node.
 */
process.stdout.write(`${JSON.stringify({ url: 'ws://127.0.0.1:1', node: process.versions.node })}\n`)
process.stdout.write(`args ${process.argv.slice(2).join(' ')}\n`)
process.stderr.write(`token ${process.env['ZHISHOU_LINK_TOKEN'] === 'secret' ? 'given' : 'missing'}\n`)
if (process.argv.includes('--die')) process.exit(7)
process.on('SIGTERM', () => process.exit(0))
setInterval(() => {}, 60_000)
