import { Modal, Tabs } from 'antd'
import { useState, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { useMay } from '../duty/index.ts'
import { KeypadUsersForm } from './keypad-users.tsx'
import { ScheduleForm } from './schedule-form.tsx'
import { SchoolDaysForm } from './school-days.tsx'
import './arming.css'

/** When the school is armed: schedules, the school's own days, users of the keypad. For those who may set it. */
export function ArmingSetup(): JSX.Element | null {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const may = useMay('intrusion.schedule')
  useHotkeyBarrier('dialog', isOpen)
  if (!may) return null
  return (
    <>
      <Button testId="arming-setup" onClick={() => setOpen(true)}>
        {t('arming.setup')}
      </Button>
      <Modal
        open={isOpen}
        title={t('arming.setup.title')}
        footer={null}
        width={1240}
        centered
        destroyOnHidden
        mask={{ closable: false }}
        onCancel={() => setOpen(false)}
        data-testid="arming-setup-dialog"
      >
        <Tabs
          items={[
            { key: 'schedule', label: t('arming.schedule'), children: <Schedules /> },
            { key: 'days', label: t('arming.days'), children: <SchoolDaysForm /> },
            { key: 'users', label: t('arming.users'), children: <Users /> },
          ]}
        />
      </Modal>
    </>
  )
}

function Schedules(): JSX.Element {
  const t = useText()
  const partitions = useKnown(state => state.site?.partitions)
  const buildings = partitions?.filter(({ kind }) => kind === 'intrusion') ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const id = chosen ?? buildings[0]?.id
  if (id === undefined) return <p>{t('arming.no-partition')}</p>
  return (
    <>
      <Choice
        label={t('arming.schedule')}
        options={buildings.map(partition => ({ value: partition.id, label: partition.name }))}
        value={id}
        onChange={setChosen}
        testId="schedule-partition"
      />
      <ScheduleForm key={id} partitionId={id} />
    </>
  )
}

function Users(): JSX.Element {
  const t = useText()
  const panels = useKnown(state => state.site?.panels) ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const id = chosen ?? panels[0]?.id
  if (id === undefined) return <p>{t('intrusion.no-panels')}</p>
  return (
    <>
      <Choice
        label={t('arming.users')}
        options={panels.map(panel => ({ value: panel.id, label: panel.name }))}
        value={id}
        onChange={setChosen}
        testId="users-panel"
      />
      <KeypadUsersForm key={id} panelId={id} />
    </>
  )
}
