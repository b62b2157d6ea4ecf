// A macro before it is done: every step with the words the customer will read, and which step is
// refused and why. Nothing happens before the second press, and then all of it or nothing.
import { CheckOutlined, CloseOutlined, LockOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Select } from 'antd'
import { useEffect, useState } from 'react'
import { request } from '../../shared/api/client'
import type { Ticket } from '../../shared/api/types'
import { matches } from '../../shared/pinyin'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'
import { StaleNotice } from '../ticket/steps/StaleNotice'
import { useStep } from '../ticket/steps/useStep'
import { type MacroTrial, OUTGOING, useMacros } from './macros'

export function MacroDialog({ ticket }: { ticket: Ticket }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [id, setId] = useState<string>()
  useEffect(() => {
    const onOpen = (event: Event) => {
      setId((event as CustomEvent<string | undefined>).detail)
      setOpen(true)
    }
    window.addEventListener('hy:macro', onOpen)
    return () => window.removeEventListener('hy:macro', onOpen)
  }, [])
  return (
    <Modal
      open={open}
      title={t('macro.title')}
      footer={null}
      width={560}
      destroyOnHidden
      onCancel={() => setOpen(false)}
    >
      <Chosen ticket={ticket} id={id} setId={setId} close={() => setOpen(false)} />
    </Modal>
  )
}

function Chosen({
  ticket,
  id,
  setId,
  close,
}: {
  ticket: Ticket
  id: string | undefined
  setId: (id: string) => void
  close: () => void
}) {
  const { t } = useWords()
  const { data, error, refetch } = useMacros()
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  if (data.items.length === 0) return <Empty text={t('macro.none')} />
  return (
    <>
      <Select
        autoFocus={!id}
        defaultOpen={!id}
        showSearch
        className="wide"
        value={id}
        onChange={setId}
        aria-label={t('macro.choose')}
        placeholder={t('macro.choose')}
        filterOption={(typed, option) => matches(String(option?.label), typed)}
        options={data.items.map((m) => ({ value: m.id, label: m.body.title }))}
      />
      {id && <Trial key={id} ticket={ticket} id={id} close={close} />}
    </>
  )
}

function Trial({ ticket, id, close }: { ticket: Ticket; id: string; close: () => void }) {
  const { t } = useWords()
  const { run, busy, error, stale } = useStep(ticket)
  const path = `macros/${encodeURIComponent(id)}`
  const trial = useQuery({
    queryKey: ['macro-trial', ticket.ticket_no, id, ticket.etag],
    queryFn: async () =>
      (
        await request<MacroTrial>(`/tickets/${ticket.ticket_no}/${path}/trial`, {
          method: 'POST',
          body: {},
        })
      ).data,
    staleTime: 0,
    gcTime: 0,
  })
  if (!trial.data)
    return trial.error ? (
      <ErrorState error={trial.error} retry={() => trial.refetch()} />
    ) : (
      <Loading />
    )
  const apply = async () => {
    if (await run(path, {}, true)) close()
  }
  return (
    <>
      <ol className="macro-steps" aria-label={t('macro.preview')}>
        {trial.data.steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is what tells steps apart
          <TrialStep key={i} step={step} />
        ))}
      </ol>
      <p className={trial.data.allowed ? 'soft' : 'needs'}>
        {t(trial.data.allowed ? 'macro.all_or_nothing' : 'macro.refused')}
      </p>
      <StaleNotice changes={stale} />
      <Refusal error={error} />
      <p className="card-actions">
        <Button type="primary" loading={busy} disabled={!trial.data.allowed} onClick={apply}>
          {t('macro.apply')}
        </Button>
        <Button onClick={close}>{t('cancel')}</Button>
      </p>
    </>
  )
}

function TrialStep({ step }: { step: MacroTrial['steps'][number] }) {
  const { t, word } = useWords()
  const outgoing = OUTGOING.has(step.action)
  const internal = step.action === 'note'
  const to =
    word(step.action === 'void' ? 'close_reason' : 'priority', step.to) === step.to
      ? step.to
      : word(step.action === 'void' ? 'close_reason' : 'priority', step.to)
  const why = step.missing.map((m) => word('guard', m)).join(' · ') || step.detail
  return (
    <li className={step.allowed ? '' : 'refused'}>
      <p>
        {step.allowed ? <CheckOutlined /> : <CloseOutlined />}{' '}
        <b>{word('macro_step', step.action)}</b>
        {to && <> · {to}</>}
        {outgoing && <span className="soft"> {t('compose.reply_reads')}</span>}
        {internal && (
          <span className="soft">
            {' '}
            <LockOutlined /> {t('compose.note_reads')}
          </span>
        )}
      </p>
      {step.text && (
        <p className={outgoing ? 'letter item-text' : 'letter internal item-text'}>{step.text}</p>
      )}
      {!step.allowed && <p className="problem">{why}</p>}
    </li>
  )
}
