import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import { get, newIdempotencyKey, request } from '../../shared/api/client'
import type { Id, Role, User } from '../../shared/api/types'
import { matches } from '../../shared/pinyin'
import { useWords } from '../app/i18n'
import { DepartmentSelect, useDepartments, useUsers } from '../parts/Pickers'
import { Refusal } from '../parts/Refusal'
import { ErrorState, Loading } from '../parts/States'

type Draft = Partial<User> & { password?: string }

export function useRoles() {
  return useQuery({
    queryKey: ['roles'],
    queryFn: ({ signal }) => get<{ items: Role[] }>('/roles', signal),
    staleTime: 60_000,
    retry: false,
  })
}

export default function UsersSection() {
  const { t, word } = useWords()
  const cache = useQueryClient()
  const { data, error, refetch } = useUsers()
  const departments = useDepartments()
  const [typed, setTyped] = useState('')
  const [editing, setEditing] = useState<Draft | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const name = (id: Id | null) => departments.data?.items.find((d) => d.id === id)?.name ?? '—'
  const unlock = (user: User) =>
    request(`/users/${user.id}/unlock`, { method: 'POST', body: {} }).then(
      () => refetch(),
      setFailure,
    )
  return (
    <>
      <div className="card-actions">
        <Input
          className="filter-text"
          allowClear
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          placeholder={t('users.search')}
          aria-label={t('users.search')}
        />
        <Button
          type="primary"
          onClick={() => setEditing({ roles: [], skills: [], capacity: 20, active: true })}
        >
          {t('users.add')}
        </Button>
      </div>
      <Refusal error={failure} />
      <div className="table-wrap">
        <table className="table">
          <thead>
            <tr>
              <th>{t('users.name')}</th>
              <th>{t('ticket.department')}</th>
              <th>{t('account.roles')}</th>
              <th>{t('users.capacity')}</th>
              <th>{t('account.two_factor')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {data.items
              .filter((u) => matches(`${u.display_name} ${u.user}`, typed))
              .map((u) => (
                <tr key={u.id} className={u.active ? '' : 'inactive'}>
                  <td>
                    {u.display_name} <span className="soft">{u.user}</span>
                    {!u.active && <span className="chip plain">{t('users.inactive')}</span>}
                  </td>
                  <td>{name(u.department_id)}</td>
                  <td>{u.roles.map((r) => word('role', r)).join('、')}</td>
                  <td className="number">{u.capacity}</td>
                  <td>{u.two_factor ? t('yes') : t('no')}</td>
                  <td className="nowrap">
                    <Button size="small" type="text" onClick={() => setEditing(u)}>
                      {t('edit')}
                    </Button>
                    <Button size="small" type="text" onClick={() => unlock(u)}>
                      {t('users.unlock')}
                    </Button>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {editing && (
        <UserDialog
          user={editing}
          close={() => setEditing(null)}
          done={() => {
            setEditing(null)
            cache.invalidateQueries({ queryKey: ['users'] })
          }}
        />
      )}
    </>
  )
}

function UserDialog({ user, close, done }: { user: Draft; close: () => void; done: () => void }) {
  const { t, word } = useWords()
  const roles = useRoles()
  const [draft, setDraft] = useState(user)
  const [error, setError] = useState<unknown>(null)
  const [key] = useState(newIdempotencyKey)
  const set = (change: Draft) => setDraft((old) => ({ ...old, ...change }))
  const save = async () => {
    setError(null)
    const body = {
      display_name: draft.display_name,
      department_id: draft.department_id,
      roles: draft.roles,
      skills: draft.skills,
      capacity: draft.capacity,
    }
    const call = draft.id
      ? request(`/users/${draft.id}`, {
          method: 'PATCH',
          body: { ...body, active: draft.active, version: draft.version },
        })
      : request('/users', {
          method: 'POST',
          body: { ...body, user: draft.user, password: draft.password },
          idempotencyKey: key,
        })
    await call.then(done, setError)
  }
  return (
    <Modal
      open
      title={draft.id ? user.display_name : t('users.add')}
      okText={t('save')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={save}
      okButtonProps={{
        disabled: !draft.display_name || (!draft.id && !(draft.user && draft.password)),
      }}
    >
      {!draft.id && (
        <>
          <label className="label" htmlFor="u-user">
            {t('login.user')}
          </label>
          <Input id="u-user" value={draft.user} onChange={(e) => set({ user: e.target.value })} />
        </>
      )}
      <label className="label" htmlFor="u-name">
        {t('users.name')}
      </label>
      <Input
        id="u-name"
        value={draft.display_name}
        onChange={(e) => set({ display_name: e.target.value })}
      />
      <label className="label" htmlFor="u-department">
        {t('ticket.department')}
      </label>
      <DepartmentSelect
        id="u-department"
        value={draft.department_id ?? undefined}
        onChange={(department_id) => set({ department_id: department_id ?? null })}
      />
      <label className="label" htmlFor="u-roles">
        {t('account.roles')}
      </label>
      <Select
        id="u-roles"
        mode="multiple"
        className="wide"
        value={draft.roles}
        onChange={(r) => set({ roles: r })}
        options={(roles.data?.items ?? []).map((r) => ({
          value: r.role,
          label: word('role', r.role),
        }))}
      />
      <label className="label" htmlFor="u-skills">
        {t('users.skills')}
      </label>
      <Select
        id="u-skills"
        mode="tags"
        className="wide"
        value={draft.skills}
        onChange={(skills) => set({ skills })}
        options={[]}
      />
      <label className="label" htmlFor="u-capacity">
        {t('users.capacity')}
      </label>
      <InputNumber
        id="u-capacity"
        min={0}
        max={1000}
        precision={0}
        value={draft.capacity}
        onChange={(capacity) => set({ capacity: capacity ?? 0 })}
      />
      {!draft.id && (
        <>
          <label className="label" htmlFor="u-password">
            {t('users.first_password')}
          </label>
          <Input.Password
            id="u-password"
            autoComplete="new-password"
            value={draft.password}
            onChange={(e) => set({ password: e.target.value })}
          />
        </>
      )}
      {draft.id && (
        <p className="card-actions">
          <Switch id="u-active" checked={draft.active} onChange={(active) => set({ active })} />{' '}
          <label htmlFor="u-active">{t('users.active')}</label>
        </p>
      )}
      <Refusal error={error} />
    </Modal>
  )
}
