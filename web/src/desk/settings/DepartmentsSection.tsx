import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { newIdempotencyKey, request } from '../../shared/api/client'
import type { Department, Id } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { DepartmentSelect, useDepartments } from '../parts/Pickers'
import { Refusal } from '../parts/Refusal'
import { ErrorState, Loading } from '../parts/States'
import { useCalendarName } from './calendars/words'

type Draft = Partial<Department>

export default function DepartmentsSection() {
  const { t } = useWords()
  const cache = useQueryClient()
  const { data, error, refetch } = useDepartments()
  const calendarName = useCalendarName()
  const [editing, setEditing] = useState<Draft | null>(null)
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const name = (id: Id | null) => data.items.find((d) => d.id === id)?.name ?? '—'
  return (
    <>
      <div className="card-actions">
        <Button type="primary" onClick={() => setEditing({})}>
          {t('departments.add')}
        </Button>
      </div>
      <div className="table-wrap">
        <table className="table">
          <thead>
            <tr>
              <th>{t('ticket.department')}</th>
              <th>{t('departments.parent')}</th>
              <th>{t('departments.members')}</th>
              <th>{t('departments.open')}</th>
              <th>{t('departments.calendar')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {data.items.map((d) => (
              <tr key={d.id}>
                <td>{d.name}</td>
                <td>{name(d.parent_id)}</td>
                <td className="number">{d.members}</td>
                <td className="number">{d.open}</td>
                <td>{d.calendar_id ? calendarName(d.calendar_id) : '—'}</td>
                <td>
                  <Button size="small" type="text" onClick={() => setEditing(d)}>
                    {t('edit')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing && (
        <DepartmentDialog
          department={editing}
          close={() => setEditing(null)}
          done={() => {
            setEditing(null)
            cache.invalidateQueries({ queryKey: ['departments'] })
          }}
        />
      )}
    </>
  )
}

function DepartmentDialog({
  department,
  close,
  done,
}: {
  department: Draft
  close: () => void
  done: () => void
}) {
  const { t } = useWords()
  const [draft, setDraft] = useState(department)
  const [error, setError] = useState<unknown>(null)
  const [key] = useState(newIdempotencyKey)
  const save = async () => {
    setError(null)
    const body = { name: draft.name?.trim(), parent_id: draft.parent_id ?? undefined }
    const call = draft.id
      ? request(`/departments/${draft.id}`, {
          method: 'PATCH',
          body: { ...body, version: draft.version },
        })
      : request('/departments', { method: 'POST', body, idempotencyKey: key })
    await call.then(done, setError)
  }
  return (
    <Modal
      open
      title={department.name ?? t('departments.add')}
      okText={t('save')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={save}
      okButtonProps={{ disabled: !draft.name?.trim() }}
    >
      <label className="label" htmlFor="d-name">
        {t('departments.name')}
      </label>
      <Input
        id="d-name"
        maxLength={100}
        value={draft.name}
        onChange={(e) => setDraft({ ...draft, name: e.target.value })}
      />
      <label className="label" htmlFor="d-parent">
        {t('departments.parent')}
      </label>
      <DepartmentSelect
        id="d-parent"
        value={draft.parent_id ?? undefined}
        onChange={(parent_id) => setDraft({ ...draft, parent_id: parent_id ?? null })}
      />
      <Refusal error={error} />
    </Modal>
  )
}
