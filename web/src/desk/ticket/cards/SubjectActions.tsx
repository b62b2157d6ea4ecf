// What the person the data is about may ask for: all of it as a file, or its erasure. Only for those
// who hold these rights; what an erasure takes is said before it is asked for.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Modal, Select } from 'antd'
import { useState } from 'react'
import { get, post } from '../../../shared/api/client'
import type { Erasure } from '../../../shared/api/schema'
import { useWords } from '../../app/i18n'
import { useSession } from '../../app/session'
import { Refusal } from '../../parts/Refusal'

const EXPORT_REASONS = [
  'access_request',
  'portability_request',
  'authority_request',
  'internal_audit',
] as const
const ERASE_REASONS = [
  'customer_request',
  'consent_withdrawn',
  'purpose_fulfilled',
  'retention_expired',
  'unlawful_processing',
] as const

export function SubjectActions({ customerId }: { customerId: number }) {
  const { t } = useWords()
  const { may } = useSession()
  const [open, setOpen] = useState<'export' | 'erase' | null>(null)
  if (!may('subject.export') && !may('subject.erase')) return null
  return (
    <p className="card-actions">
      {may('subject.export') && (
        <Button size="small" onClick={() => setOpen('export')}>
          {t('subject.export')}
        </Button>
      )}
      {may('subject.erase') && (
        <Button size="small" danger onClick={() => setOpen('erase')}>
          {t('subject.erase')}
        </Button>
      )}
      {open === 'export' && <ExportPerson id={customerId} close={() => setOpen(null)} />}
      {open === 'erase' && <ErasePerson id={customerId} close={() => setOpen(null)} />}
    </p>
  )
}

function Reason(props: {
  id: string
  reasons: readonly string[]
  value: string
  change: (reason: string) => void
}) {
  const { t, word } = useWords()
  return (
    <>
      <label className="label" htmlFor={props.id}>
        {t('reveal.reason')}
      </label>
      <Select
        id={props.id}
        className="wide"
        value={props.value}
        onChange={props.change}
        options={props.reasons.map((r) => ({ value: r, label: word('subject_reason', r) }))}
      />
    </>
  )
}

function save(text: string, name: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

function ExportPerson({ id, close }: { id: number; close: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState<string>(EXPORT_REASONS[0])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function run() {
    setBusy(true)
    setError(null)
    try {
      const all = await post<unknown>(`/customers/${id}/export`, { reason })
      save(JSON.stringify(all, null, 2), `customer-${id}.json`)
      close()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={480}
      title={t('subject.export')}
      okText={t('subject.export_ok')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: busy }}
      onOk={run}
      onCancel={close}
    >
      <p className="soft">{t('subject.export_explain')}</p>
      <Reason id="subject-export" reasons={EXPORT_REASONS} value={reason} change={setReason} />
      <Refusal error={error} />
    </Modal>
  )
}

function ErasePerson({ id, close }: { id: number; close: () => void }) {
  const { t } = useWords()
  const cache = useQueryClient()
  const [reason, setReason] = useState<string>(ERASE_REASONS[0])
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const { data, error } = useQuery({
    queryKey: ['erasure', id],
    queryFn: ({ signal }) => get<Erasure>(`/customers/${id}/erasure`, signal),
    staleTime: 0,
  })
  const against = [...(data?.held_tickets ?? []), ...(data?.open_tickets ?? [])]
  async function run() {
    setBusy(true)
    setFailed(null)
    try {
      await post<Erasure>(`/customers/${id}/erase`, { reason })
      // Its texts may stand in any list or page that is kept.
      await cache.invalidateQueries()
      close()
    } catch (failure) {
      setFailed(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={520}
      title={t('subject.erase')}
      okText={t('subject.erase_ok')}
      cancelText={t('cancel')}
      okButtonProps={{
        danger: true,
        loading: busy,
        disabled: !sure || !data || against.length > 0,
      }}
      onOk={run}
      onCancel={close}
    >
      {data && (
        <p>
          {t('subject.takes', {
            tickets: data.tickets,
            messages: data.messages,
            files: data.attachments,
          })}
        </p>
      )}
      <p className="soft">{t('subject.stays')}</p>
      {data && data.held_tickets.length > 0 && (
        <Alert
          type="warning"
          message={t('subject.held', { tickets: data.held_tickets.join(', ') })}
        />
      )}
      {data && data.open_tickets.length > 0 && (
        <Alert
          type="warning"
          message={t('subject.open', { tickets: data.open_tickets.join(', ') })}
        />
      )}
      <Reason id="subject-erase" reasons={ERASE_REASONS} value={reason} change={setReason} />
      <p className="subject-sure">
        <Checkbox checked={sure} onChange={(e) => setSure(e.target.checked)}>
          {t('subject.sure')}
        </Checkbox>
      </p>
      <Refusal error={failed ?? error} />
    </Modal>
  )
}
