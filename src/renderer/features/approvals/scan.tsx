import { Modal } from 'antd'
import { useRef, useState, type JSX } from 'react'
import type { Scan } from '../../../shared/domain/approval.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'

/** A file as base64, without the `data:` in front. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      resolve(typeof reader.result === 'string' ? reader.result.replace(/^data:[^,]*,/, '') : '')
    })
    reader.addEventListener('error', () => reject(reader.error ?? new Error('not readable')))
    reader.readAsDataURL(file)
  })
}

interface ScanUploadProps {
  label: string
  testId: string
  onKept: (scan: Scan) => Promise<void>
}

/** Chooses a scan and has core keep it. */
export function ScanUpload({ label, testId, onKept }: ScanUploadProps): JSX.Element {
  const t = useText()
  const field = useRef<HTMLInputElement>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const keep = async (file: File) => {
    setIsBusy(true)
    setError(null)
    try {
      const { hash } = await call('attachments.put', { name: file.name, base64: await base64Of(file) })
      await onKept({ hash, name: file.name })
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <span className="scan-upload">
      <input
        ref={field}
        type="file"
        hidden
        accept=".jpg,.jpeg,.png,.pdf"
        data-testid={`${testId}-file`}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file !== undefined) void keep(file)
        }}
      />
      <Button disabled={isBusy} testId={testId} onClick={() => field.current?.click()}>
        {isBusy ? t('approvals.enter.scan.busy') : label}
      </Button>
      {error !== null && (
        <span className="request-error" role="alert">
          {t.refusal(error)}
        </span>
      )}
    </span>
  )
}

type Shown =
  | { readonly kind: 'picture'; readonly source: string }
  | { readonly kind: 'pdf' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Opens a scan: a picture in front of the page, a PDF by saving it. */
export function ScanButton({ scan, onSeen }: { scan: Scan; onSeen?: () => void }): JSX.Element {
  const t = useText()
  const [shown, setShown] = useState<Shown | null>(null)
  const received = ({ type, base64 }: { type: string; base64: string }): void => {
    if (type === 'application/pdf') {
      setShown({ kind: 'pdf' })
      return
    }
    setShown({ kind: 'picture', source: `data:${type};base64,${base64}` })
    onSeen?.()
  }
  const open = () => {
    call('attachments.get', { hash: scan.hash }).then(received, (error: unknown) =>
      setShown({ kind: 'failed', error }),
    )
  }
  const save = async () => {
    const { fileName } = await call('attachments.copy', { hash: scan.hash, name: scan.name })
    if (await window.zhishou.saveExport(fileName)) onSeen?.()
  }
  useHotkeyBarrier('dialog', shown !== null)
  return (
    <>
      <Button size="small" testId="scan-open" onClick={open}>
        {t('approvals.scan.open')}
      </Button>
      <Modal
        open={shown !== null}
        title={t('approvals.scan.title', { name: scan.name })}
        footer={null}
        width={900}
        onCancel={() => setShown(null)}
      >
        {shown?.kind === 'picture' && (
          <img className="scan-picture" src={shown.source} alt={scan.name} data-testid="scan-picture" />
        )}
        {shown?.kind === 'pdf' && (
          <p>
            {t('approvals.scan.pdf')}{' '}
            <Button
              testId="scan-save"
              onClick={() => void save().catch((error: unknown) => setShown({ kind: 'failed', error }))}
            >
              {t('approvals.scan.save')}
            </Button>
          </p>
        )}
        {shown?.kind === 'failed' && <p role="alert">{t.refusal(shown.error)}</p>}
      </Modal>
    </>
  )
}
