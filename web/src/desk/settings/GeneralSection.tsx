// The rest of the settings as key and value; each says who changed it last.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Switch } from 'antd'
import { useState } from 'react'
import { get, request } from '../../shared/api/client'
import { matches } from '../../shared/pinyin'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { ErrorState, Loading } from '../parts/States'

interface Setting {
  key: string
  value: unknown
  changed_by: string | null
  changed_at: string | null
}

export default function GeneralSection() {
  const { t, word } = useWords()
  const [typed, setTyped] = useState('')
  const { data, error, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => get<{ items: Setting[] }>('/settings', signal),
  })
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  return (
    <>
      <Input
        className="filter-text"
        allowClear
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
        placeholder={t('settings.search')}
        aria-label={t('settings.search')}
      />
      {data.items
        .filter((s) => matches(`${s.key} ${word('setting', s.key)}`, typed))
        .map((s) => (
          <Line key={s.key} setting={s} />
        ))}
    </>
  )
}

function Line({ setting }: { setting: Setting }) {
  const { t, word, locale } = useWords()
  const cache = useQueryClient()
  const original = typeof setting.value === 'string' ? setting.value : JSON.stringify(setting.value)
  const [text, setText] = useState(original)
  const [error, setError] = useState<unknown>(null)
  const label = word('setting', setting.key)
  const save = async (value: unknown) => {
    setError(null)
    await request(`/settings/${encodeURIComponent(setting.key)}`, {
      method: 'PUT',
      body: { value },
    }).then(() => cache.invalidateQueries({ queryKey: ['settings'] }), setError)
  }
  const parsed = () => {
    if (typeof setting.value === 'string') return text
    try {
      return JSON.parse(text) as unknown
    } catch {
      return text
    }
  }
  return (
    <div className="setting">
      <label className="label" htmlFor={`s-${setting.key}`}>
        {label} {label !== setting.key && <code>{setting.key}</code>}
      </label>
      {typeof setting.value === 'boolean' ? (
        <Switch id={`s-${setting.key}`} checked={setting.value} onChange={save} />
      ) : (
        <div className="card-actions">
          <Input id={`s-${setting.key}`} value={text} onChange={(e) => setText(e.target.value)} />
          <Button disabled={text === original} onClick={() => save(parsed())}>
            {t('save')}
          </Button>
        </div>
      )}
      <p className="soft">
        {setting.changed_by && setting.changed_at
          ? t('settings.changed', {
              who: setting.changed_by,
              at: formatInstant(setting.changed_at, locale),
            })
          : t('settings.default')}
      </p>
      <Refusal error={error} />
    </div>
  )
}
