import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import { ListenQuery } from '../../shared/streams.ts'
import type { Gate } from '../link/gate.ts'
import type { StreamServer } from '../link/server.ts'
import { soundType, type Listening } from './listening.ts'
import { refusedCloseCode } from './live-socket.ts'

/**
 * Serves `/listen?camera=ID` (src/shared/streams.ts) to those with the right `cameras.listen`; every refusal of it is
 * written down.
 */
export function listenServer(listening: Listening, gate: Gate, actor: () => UserActor): StreamServer {
  return (socket, rawQuery) => {
    const query = ListenQuery.safeParse(Object.fromEntries(rawQuery))
    if (!query.success) {
      socket.close(refusedCloseCode, 'link.bad-input')
      return
    }
    try {
      gate.check('cameras.listen')
      const listened = listening.start(query.data.camera, actor(), {
        bytes: bytes => socket.send(bytes),
        bufferedBytes: () => socket.bufferedAmount,
        end: code => socket.close(refusedCloseCode, code),
      })
      socket.send(JSON.stringify({ type: 'sound', mimeType: soundType }))
      socket.on('close', () => listened[Symbol.dispose]())
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      gate.refused('listen', error)
      socket.close(refusedCloseCode, error.code)
    }
  }
}
