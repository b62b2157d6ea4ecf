// Name and sharing of a saved view; over the list of views, where it is kept or changed.
import { Button, Input, Popover, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { SHARES } from './savedViews'

interface Values {
  name: string
  shared: string
}

export function ViewForm(props: {
  title: string
  initial: Values
  everybody: boolean
  save: (values: Values) => Promise<unknown>
  children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="rightTop"
      title={props.title}
      destroyOnHidden
      content={<Fields {...props} close={() => setOpen(false)} />}
    >
      {props.children}
    </Popover>
  )
}

function Fields({
  initial,
  everybody,
  save,
  close,
}: {
  initial: Values
  everybody: boolean
  save: (values: Values) => Promise<unknown>
  close: () => void
}) {
  const { t, word } = useWords()
  const [values, setValues] = useState(initial)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const name = values.name.trim()
  const shares = SHARES.filter((s) => s !== 'everybody' || everybody || initial.shared === s)
  const keep = () => {
    if (!name || busy) return
    setBusy(true)
    save({ ...values, name }).then(close, (error) => {
      setFailure(error)
      setBusy(false)
    })
  }
  return (
    <div className="view-form">
      <Input
        autoFocus
        maxLength={40}
        value={values.name}
        onChange={(e) => setValues({ ...values, name: e.target.value })}
        onPressEnter={keep}
        aria-label={t('inbox.view_name')}
        placeholder={t('inbox.view_name')}
      />
      <Select
        value={values.shared}
        onChange={(shared) => setValues({ ...values, shared })}
        options={shares.map((s) => ({ value: s, label: word('share', s) }))}
        aria-label={t('inbox.share_with')}
      />
      <Refusal error={failure} />
      <Button type="primary" onClick={keep} disabled={!name} loading={busy}>
        {t('save')}
      </Button>
    </div>
  )
}
