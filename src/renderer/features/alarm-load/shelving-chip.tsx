import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Chip } from '../../ui/chip.tsx'
import { openShelving } from './store.ts'

/** Always in sight while a zone is shelved: how many, and how many alarms did not ring. */
export function ShelvingChip(): JSX.Element | null {
  const t = useText()
  const count = useKnown(state => state.shelving?.length ?? 0)
  const held = useKnown(state => (state.shelving ?? []).reduce((sum, { heldCount }) => sum + heldCount, 0))
  if (count === 0) return null
  return (
    <Chip
      tone="warn"
      title={t('shelving.chip.hint')}
      testId="shelving-chip"
      state={String(held)}
      onClick={() => openShelving()}
      detail={held === 0 ? undefined : t('shelving.chip.held', { count: held })}
    >
      {t('shelving.chip', { count })}
    </Chip>
  )
}
