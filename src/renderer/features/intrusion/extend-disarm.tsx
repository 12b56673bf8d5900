import { useState, type JSX } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useMay } from '../duty/index.ts'
import { HoldDialog } from './hold-dialog.tsx'

/** 延长撤防: beside the time at which a perimeter is to be armed again, for whoever may disarm it. */
export function ExtendDisarm({ partition }: { partition: PartitionView }): JSX.Element | null {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  if (!useMay('intrusion.disarm-perimeter')) return null
  return (
    <>
      <Button size="small" testId={`extend-${partition.id}`} onClick={() => setOpen(true)}>
        {t('arming.extend.ask')}
      </Button>
      <HoldDialog type="extend" partition={partition} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
