import { Modal } from 'antd'
import { useEffect, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { ArmForm } from './arm-form.tsx'
import { DisarmForm } from './disarm-form.tsx'
import { closeArming, useIntrusion, watchAsked } from './store.ts'
import './intrusion.css'

/** Asks what must be asked before a partition is armed or disarmed. Always mounted, beside the chips of the strip. */
export function ArmingDialog(): JSX.Element {
  const t = useText()
  const asked = useIntrusion(state => state.asked)
  const partition = useKnown(state => state.site?.partitions.find(({ id }) => id === asked?.partitionId))
  const isOpen = asked !== null && partition !== undefined
  useHotkeyBarrier('dialog', isOpen)
  useEffect(() => {
    const watching = watchAsked()
    return () => watching[Symbol.dispose]()
  }, [])
  return (
    <Modal
      open={isOpen}
      title={isOpen ? t(`intrusion.${asked.act}.title`, { partition: partition.name }) : ''}
      footer={null}
      width={860}
      centered
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={closeArming}
      data-testid="arming-dialog"
    >
      {isOpen &&
        (asked.act === 'arm' ? (
          <ArmForm key={partition.id} partition={partition} />
        ) : (
          <DisarmForm key={partition.id} partition={partition} />
        ))}
    </Modal>
  )
}
