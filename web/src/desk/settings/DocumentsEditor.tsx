// Documents of one kind: chosen from a list, edited as text, each saying who changed it last.
import { Button, Select } from 'antd'
import { useEffect, useState } from 'react'
import type { Document } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'
import { JsonEditor, jsonProblem } from './JsonEditor'
import { type DocumentKind, useDocuments, useSaveDocument } from './useDocuments'

export function DocumentsEditor({ kind }: { kind: DocumentKind }) {
  const { t, word } = useWords()
  const { data, error, refetch } = useDocuments(kind)
  const [id, setId] = useState<string>()
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const chosen = data.items.find((d) => d.id === id) ?? data.items[0]
  if (!chosen) return <Empty text={t('documents.none')} />
  return (
    <>
      <Select
        className="role-select"
        showSearch
        optionFilterProp="label"
        aria-label={word('document', kind)}
        value={chosen.id}
        onChange={setId}
        options={data.items.map((d) => ({
          value: d.id,
          label: `${word(kind, d.id)} · v${d.version}`,
        }))}
      />
      <OneDocument key={`${chosen.id}@${chosen.version}`} kind={kind} document={chosen} />
    </>
  )
}

function OneDocument({ kind, document }: { kind: DocumentKind; document: Document }) {
  const { t, word, locale } = useWords()
  const save = useSaveDocument(kind)
  const original = JSON.stringify(document.body, null, 2)
  const [text, setText] = useState(original)
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => setText(original), [original])
  const run = async () => {
    setBusy(true)
    setFailure(null)
    await save(document, JSON.parse(text)).catch(setFailure)
    setBusy(false)
  }
  return (
    <>
      <JsonEditor id={`${kind}-text`} label={word('document', kind)} text={text} change={setText} />
      <p className="soft">
        {document.by_name
          ? t('settings.changed', { who: document.by_name, at: formatInstant(document.at, locale) })
          : t('settings.default')}
      </p>
      <Refusal error={failure} />
      <p className="card-actions">
        <Button
          type="primary"
          loading={busy}
          disabled={text === original || jsonProblem(text) !== null}
          onClick={run}
        >
          {t('save')}
        </Button>
        {text !== original && <Button onClick={() => setText(original)}>{t('undo')}</Button>}
      </p>
    </>
  )
}
