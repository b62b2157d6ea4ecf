import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Select, Switch } from 'antd'
import { useEffect, useState } from 'react'
import { get, request } from '../../shared/api/client'
import type { Role } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { ErrorState, Loading } from '../parts/States'
import { useRoles } from './UsersSection'

type PermissionItem = {
  permission?: string
  id?: string
  label?: { zh: string; en: string }
  zh?: string
  en?: string
}

export default function RolesSection() {
  const { t, word, locale } = useWords()
  const cache = useQueryClient()
  const roles = useRoles()
  const permissions = useQuery({
    queryKey: ['permissions'],
    queryFn: ({ signal }) => get<{ items: PermissionItem[] }>('/permissions', signal),
    staleTime: 300_000,
  })
  const [chosen, setChosen] = useState<string>()
  const [draft, setDraft] = useState<Role | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const items = roles.data?.items
  useEffect(() => {
    if (items && !chosen) setChosen(items[0]?.role)
  }, [items, chosen])
  useEffect(() => {
    setDraft(items?.find((r) => r.role === chosen) ?? null)
    setSaved(false)
    setError(null)
  }, [items, chosen])
  if (!items || !permissions.data) {
    const failed = roles.error ?? permissions.error
    return failed ? (
      <ErrorState
        error={failed}
        retry={() => {
          roles.refetch()
          permissions.refetch()
        }}
      />
    ) : (
      <Loading />
    )
  }
  const toggle = (id: string, on: boolean) =>
    draft &&
    setDraft({
      ...draft,
      permissions: on ? [...draft.permissions, id] : draft.permissions.filter((p) => p !== id),
    })
  const save = async () => {
    if (!draft) return
    setError(null)
    try {
      await request(`/roles/${draft.role}`, {
        method: 'PUT',
        body: {
          permissions: draft.permissions,
          two_factor_required: draft.two_factor_required,
          zh: draft.label.zh,
          en: draft.label.en,
          version: draft.version,
        },
      })
      await cache.invalidateQueries({ queryKey: ['roles'] })
      setSaved(true)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <>
      <Select
        className="role-select"
        showSearch
        optionFilterProp="label"
        aria-label={t('account.roles')}
        value={chosen}
        onChange={setChosen}
        options={items.map((r) => ({
          value: r.role,
          label:
            locale === 'en'
              ? r.label.en
              : word('role', r.role) === r.role
                ? r.label.zh
                : word('role', r.role),
        }))}
      />
      {draft && (
        <>
          <div className="permissions">
            {permissions.data.items.map((p) => {
              const id = p.permission ?? p.id ?? ''
              const label = locale === 'en' ? (p.label?.en ?? p.en) : (p.label?.zh ?? p.zh)
              return (
                <Checkbox
                  key={id}
                  checked={draft.permissions.includes(id)}
                  onChange={(e) => toggle(id, e.target.checked)}
                >
                  {label ?? id} <code>{id}</code>
                </Checkbox>
              )
            })}
          </div>
          <p className="card-actions">
            <Switch
              id="role-2fa"
              checked={draft.two_factor_required}
              onChange={(two_factor_required) => setDraft({ ...draft, two_factor_required })}
            />{' '}
            <label htmlFor="role-2fa">{t('roles.two_factor')}</label>
          </p>
          <Refusal error={error} />
          <p className="card-actions">
            <Button type="primary" onClick={save}>
              {t('save')}
            </Button>
            {saved && <span role="status">{t('saved')}</span>}
          </p>
        </>
      )}
    </>
  )
}
