import { useState, type JSX } from 'react'
import type { Archive } from '../../../shared/domain/archive.ts'
import { call } from '../../link/stores.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { DeliveryForm, DiscardForm, ReceiptForm } from './archive-forms.tsx'
import { act } from './store.ts'

type Open = 'none' | 'delivery' | 'receipt' | 'discard'

/** The next step of an archive, for those who may take it; the others see for whom it waits. */
export function ArchiveActs({ archive }: { archive: Archive }): JSX.Element {
  const t = useText()
  const { number, state } = archive
  const [may, maySign, mayReceive] = [
    useMay('archives.make'),
    useMay('archives.sign'),
    useMay('archives.receive'),
  ]
  const [open, setOpen] = useState<Open>('none')
  const [error, setError] = useState<unknown>(null)
  const isWithUs = state.kind === 'made' || state.kind === 'signed'
  const done = () => setOpen('none')
  return (
    <>
      <div className="archive-row">
        {state.kind === 'made' && maySign && (
          <Button
            kind="primary"
            testId="archive-sign"
            onClick={() => void act(() => call('archives.sign', { number })).catch(setError)}
          >
            {t('archives.sign')}
          </Button>
        )}
        {state.kind === 'made' && !maySign && (
          <span className="archives-hint">
            <StateIcon tone="warn" size={16} /> {t('archives.sign.waiting')}
          </span>
        )}
        {may && (state.kind === 'signed' || state.kind === 'handed') && <SaveButton archive={archive} />}
        {may && state.kind === 'signed' && (
          <Button
            testId="archive-hand-over"
            disabled={archive.saved === 0}
            onClick={() => setOpen('delivery')}
          >
            {t('archives.hand-over')}
          </Button>
        )}
        {mayReceive && state.kind === 'handed' && (
          <Button kind="primary" testId="archive-receive" onClick={() => setOpen('receipt')}>
            {t('archives.receive')}
          </Button>
        )}
        <SheetButton number={number} />
        {may && isWithUs && (
          <Button kind="ghost" size="small" testId="archive-discard" onClick={() => setOpen('discard')}>
            {t('archives.discard')}
          </Button>
        )}
        {archive.isKept && <span className="archives-hint">{t('archives.kept')}</span>}
      </div>
      {error !== null && (
        <p className="archive-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      {open === 'delivery' && <DeliveryForm number={number} onDone={done} />}
      {open === 'receipt' && <ReceiptForm number={number} onDone={done} />}
      {open === 'discard' && <DiscardForm number={number} onDone={done} />}
    </>
  )
}

function SheetButton({ number }: { number: number }): JSX.Element | null {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  if (!useMay('ledgers.export')) return null
  const print = async () => window.zhishou.print(await call('archives.sheet', { number }))
  return (
    <>
      <Button size="small" testId="archive-sheet" onClick={() => void print().catch(setError)}>
        <Icon name="print" size={18} />
        {t('archives.sheet.print')}
      </Button>
      {error !== null && <span role="alert">{t.refusal(error)}</span>}
    </>
  )
}

type Saving = { readonly kind: 'none' | 'busy' } | { readonly kind: 'failed'; readonly words: string }

function SaveButton({ archive }: { archive: Archive }): JSX.Element {
  const t = useText()
  const [saving, setSaving] = useState<Saving>({ kind: 'none' })
  const { number, packageName } = archive
  const save = async () => {
    setSaving({ kind: 'busy' })
    const sheet = await call('archives.sheet', { number })
    const place = await window.zhishou.savePackage({ name: packageName, sheet })
    if (place !== null) await act(() => call('archives.saved', { number, place }))
    setSaving({ kind: 'none' })
  }
  return (
    <>
      <Button
        kind={archive.saved === 0 ? 'primary' : 'plain'}
        disabled={saving.kind === 'busy'}
        testId="archive-save"
        onClick={() =>
          void save().catch((error: unknown) => setSaving({ kind: 'failed', words: whyNot(t, error) }))
        }
      >
        <Icon name="download" size={18} />
        {t('archives.save')}
      </Button>
      <span role="status" data-testid="archive-saved" data-count={archive.saved}>
        {saving.kind === 'busy' && t('archives.saving')}
        {saving.kind === 'failed' && saving.words}
        {saving.kind === 'none' && archive.saved > 0 && t('archives.saved', { count: archive.saved })}
      </span>
    </>
  )
}

/** What the shell says comes as a text; the usual reasons have words of their own. */
function whyNot(t: Translate, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  if (/ENOSPC|EDQUOT/.test(reason)) return t('archives.save.full')
  if (/EACCES|EPERM|EROFS|ENOENT/.test(reason)) return t('archives.save.unwritable')
  if (reason.includes('已存在')) return t('archives.save.exists')
  return t('archives.save.failed', { reason })
}
