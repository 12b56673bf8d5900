import { Modal } from 'antd'
import type { JSX } from 'react'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { ActForm } from './act-form.tsx'
import { CardForm } from './card-form.tsx'
import { PersonForm } from './person-form.tsx'
import { ask, usePeoplePage, type PeopleDialog } from './store.ts'

const close = (): void => ask({ kind: 'none' })

/** What is asked about a person, in front of the page. */
export function PeopleDialogs(): JSX.Element {
  const t = useText()
  const dialog = usePeoplePage(state => state.dialog)
  const isOpen = dialog.kind !== 'none'
  useHotkeyBarrier('dialog', isOpen)
  // A PIN that is shown once does not go by a key that somebody leant on.
  useHotkey('Escape', 'dialog', close, isOpen && dialog.kind !== 'first-pin')
  return (
    <Modal
      open={isOpen}
      title={titleOf(dialog, t)}
      footer={null}
      width={dialog.kind === 'edit' ? 880 : 560}
      centered
      destroyOnHidden
      keyboard={false}
      closable={dialog.kind !== 'first-pin'}
      mask={{ closable: false }}
      onCancel={close}
      data-testid="people-dialog"
    >
      <Content dialog={dialog} />
    </Modal>
  )
}

function titleOf(dialog: PeopleDialog, t: Translate): string {
  switch (dialog.kind) {
    case 'none':
      return ''
    case 'edit':
      return dialog.person === null
        ? t('people.dialog.add')
        : t('people.dialog.edit', { name: dialog.person.name })
    case 'act':
      return t(`people.${dialog.act}.title`, { name: dialog.person.name })
    case 'card':
      return t('people.learn-card.title', { name: dialog.person.name })
    case 'first-pin':
      return t('people.first-pin.title')
  }
}

function Content({ dialog }: { dialog: PeopleDialog }): JSX.Element | null {
  switch (dialog.kind) {
    case 'none':
      return null
    case 'edit':
      return <PersonForm person={dialog.person} />
    case 'act':
      return <ActForm act={dialog.act} person={dialog.person} />
    case 'card':
      return <CardForm person={dialog.person} />
    case 'first-pin':
      return <FirstPin name={dialog.name} pin={dialog.pin} />
  }
}

function FirstPin({ name, pin }: { name: string; pin: string }): JSX.Element {
  const t = useText()
  return (
    <div className="people-form">
      <output className="first-pin numbers" data-testid="first-pin">
        {pin}
      </output>
      <p>{t('people.first-pin.what', { name })}</p>
      <Button kind="primary" testId="first-pin-done" onClick={close}>
        {t('people.first-pin.done')}
      </Button>
    </div>
  )
}
