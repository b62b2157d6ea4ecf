import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input, InputNumber, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { get, newIdempotencyKey, post, request } from '../../shared/api/client'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'

interface Token {
  id: number
  name: string
  user?: string
  scopes: string[]
  created_at: string
  expires_at: string
  revoked_at: string | null
}
const SCOPES = ['intake', 'read', 'write', 'admin']

export default function TokensSection() {
  const { t, word, locale } = useWords()
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => get<{ items: Token[] }>('/tokens', signal),
  })
  const [adding, setAdding] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const renew = () => cache.invalidateQueries({ queryKey: ['tokens'] })
  const remove = (id: number) =>
    request(`/tokens/${id}`, { method: 'DELETE' }).then(renew, setFailure)
  return (
    <>
      <div className="card-actions">
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('tokens.add')}
        </Button>
      </div>
      <Refusal error={failure} />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => refetch()} />
        ) : (
          <Loading />
        )
      ) : data.items.length === 0 ? (
        <Empty text={t('tokens.none')} />
      ) : (
        <div className="table-wrap">
          <table className="table">
            <thead>
              <tr>
                <th>{t('tokens.name')}</th>
                <th>{t('login.user')}</th>
                <th>{t('tokens.scopes')}</th>
                <th>{t('tokens.expires')}</th>
                <th>{t('tokens.created')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {data.items
                .filter((token) => !token.revoked_at)
                .map((token) => (
                  <tr key={token.id}>
                    <td>{token.name}</td>
                    <td>{token.user ?? '—'}</td>
                    <td>{token.scopes.map((s) => word('scope', s)).join('、')}</td>
                    <td className="nowrap">
                      {token.expires_at ? formatInstant(token.expires_at, locale) : '—'}
                    </td>
                    <td className="nowrap">{formatInstant(token.created_at, locale)}</td>
                    <td>
                      <Popconfirm
                        title={t('tokens.revoke_sure')}
                        okText={t('tokens.revoke')}
                        cancelText={t('cancel')}
                        onConfirm={() => remove(token.id)}
                      >
                        <Button size="small" type="text" danger>
                          {t('tokens.revoke')}
                        </Button>
                      </Popconfirm>
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && (
        <AddDialog
          close={() => {
            setAdding(false)
            renew()
          }}
        />
      )}
    </>
  )
}

function AddDialog({ close }: { close: () => void }) {
  const { t, word } = useWords()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['intake'])
  const [days, setDays] = useState<number | null>(90)
  const [secret, setSecret] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [key] = useState(newIdempotencyKey)
  const add = async () => {
    setError(null)
    await post<{ token?: string; secret?: string }>(
      '/tokens',
      { name: name.trim(), scopes, days: days ?? 90 },
      { idempotencyKey: key },
    ).then((answer) => setSecret(answer.token ?? answer.secret ?? ''), setError)
  }
  if (secret) {
    return (
      <Modal
        open
        title={t('tokens.shown_once')}
        closable={false}
        footer={
          <Button type="primary" onClick={close}>
            {t('tokens.copied')}
          </Button>
        }
      >
        <p>{t('tokens.shown_once_explain')}</p>
        <pre className="secret">{secret}</pre>
      </Modal>
    )
  }
  return (
    <Modal
      open
      title={t('tokens.add')}
      okText={t('tokens.add')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={add}
      okButtonProps={{ disabled: !name.trim() || scopes.length === 0 }}
    >
      <label className="label" htmlFor="token-name">
        {t('tokens.name')}
      </label>
      <Input
        id="token-name"
        maxLength={100}
        value={name}
        onChange={(e) => setName(e.target.value)}
      />
      <p className="label">{t('tokens.scopes')}</p>
      <Checkbox.Group
        value={scopes}
        onChange={setScopes}
        options={SCOPES.map((value) => ({ value, label: word('scope', value) }))}
      />
      <label className="label" htmlFor="token-days">
        {t('tokens.days')}
      </label>
      <InputNumber
        id="token-days"
        min={1}
        max={3650}
        precision={0}
        value={days}
        onChange={setDays}
      />
      <Refusal error={error} />
    </Modal>
  )
}
