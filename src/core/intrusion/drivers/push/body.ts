import type { IncomingMessage } from 'node:http'

/** The body up to a bound; null when it is longer. Rejects when the sender hangs up. */
export async function boundedBodyOf(request: IncomingMessage, mostBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  const pieces = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  for await (const chunk of pieces) {
    length += chunk.length
    if (length > mostBytes) {
      // What still comes is read and thrown away, or the answer would never arrive; the server's time-out ends it.
      request.resume()
      return null
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
