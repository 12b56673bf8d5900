/**
 * The smallest thing that a host of core can run: says what it was given, waits for its message, is ready with one line,
 * ends when asked. As in core, it can be asked to end before it says that it is ready. Plain JavaScript, for Electron's
 * own process and Node.
 */
process.on('SIGTERM', () => process.exit(0))
process.stdout.write(`args ${process.argv.slice(2).join(' ')}\n`)
process.stderr.write(`token ${process.env['ZHISHOU_LINK_TOKEN'] === 'secret' ? 'given' : 'missing'}\n`)
const channel = process.parentPort ?? process
const message = await new Promise(resolve => channel.once('message', resolve))
process.stdout.write(`message ${(message.data ?? message).word}\n`)
process.stdout.write(`${JSON.stringify({ url: 'ws://127.0.0.1:1', node: process.versions.node })}\n`)
if (process.argv.includes('--die')) process.exit(7)
setInterval(() => {}, 60_000)
