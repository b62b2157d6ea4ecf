// Public forms: which there are, and the one that is edited.
import { useState } from 'react'
import type { Document } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { ErrorState, Loading } from '../parts/States'
import { DocumentPicker } from './DocumentPicker'
import { FormEditor } from './FormEditor'
import { type FormBody, fullForm } from './forms'
import { useDocuments } from './useDocuments'

const FRESH: Document<Partial<FormBody>> = {
  id: '',
  version: 0,
  body: {},
  at: '',
  by: '',
  by_name: '',
}

export default function FormsSection() {
  const { t, word, locale } = useWords()
  const { data, error, refetch } = useDocuments<Partial<FormBody>>('form')
  const [id, setId] = useState<string>()
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const chosen = id === '' ? FRESH : (data.items.find((f) => f.id === id) ?? data.items[0] ?? FRESH)
  const nameOf = (form: Document<Partial<FormBody>>) => {
    const title = form.body.title?.[locale] ?? form.body.title?.['zh-CN'] ?? ''
    const name = `${word('form', form.id)}${title ? ` · ${title}` : ''}`
    return form.body.active === false ? t('sla.switched_off', { name }) : name
  }
  return (
    <>
      <DocumentPicker
        label={word('document', 'form')}
        fresh={t('forms.new')}
        items={data.items}
        nameOf={nameOf}
        chosen={chosen.id}
        choose={setId}
      />
      <FormEditor
        key={`${chosen.id}@${chosen.version}`}
        document={{ ...chosen, body: fullForm(chosen.body) }}
        taken={data.items.map((f) => f.id)}
        saved={setId}
      />
    </>
  )
}
