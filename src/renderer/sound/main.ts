import { LinkClient } from '../link/client.ts'
import { LoudSpeaker } from './loud-speaker.ts'

/**
 * The page of the window that nobody sees: it does nothing but sound what core says. Its process is its own, so that a
 * console that crashed, hangs, is minimised or behind another program rings all the same (decision 026).
 */
const speaker = new LoudSpeaker({
  isChecked: new URLSearchParams(location.search).get('output') !== 'assumed',
  // While core is away there is nobody to tell; after the next connection it is told again.
  tell: (state, detail) => void link.call('sound.audio', { state, detail }).catch(() => {}),
})

const link: LinkClient = new LinkClient(
  () => window.zhishou.linkAddress(),
  {
    onOpen: () => {
      void link.call('sound.report', {}).then(
        report => speaker.follow(report, { isFirst: true }),
        () => {},
      )
      speaker.tellAgain()
    },
    // What rang when core was lost rings on: nobody has answered it.
    onClose: () => {},
    onPush: (name, value) => {
      if (name === 'sound') speaker.follow(value as Parameters<LoudSpeaker['follow']>[0], { isFirst: false })
    },
  },
  ['sound'],
)
