// One public form: its texts in three languages, what it asks, and where it may be shown. What is
// wrong with a field stands beside it, as the server says.
import { Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { CATEGORIES, type Document } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { freeId } from '../macros/macros'
import { EditedFooter } from './EditedFooter'
import { FormFields } from './FormFields'
import { FormWidget } from './FormWidget'
import { type FormBody, formPath } from './forms'
import { LabelledRow } from './LabelledRow'
import { Texts } from './Texts'
import { useEditedDocument } from './useDocuments'

export function FormEditor({
  document,
  taken,
  saved,
}: {
  document: Document<FormBody>
  taken: string[]
  saved: (id: string) => void
}) {
  const { t, word } = useWords()
  const edited = useEditedDocument('form', document)
  const [name, setName] = useState('')
  const { body, problem } = edited
  const change = (part: Partial<FormBody>) => edited.change({ ...body, ...part })
  const id = document.id || freeId(name || body.title.en || '', taken, 'form')
  return (
    <div className="form-editor">
      {!document.id && (
        <LabelledRow id="form-name" label={t('forms.name')} hint={t('forms.name_hint', { id })}>
          <Input
            id="form-name"
            maxLength={40}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        </LabelledRow>
      )}
      <Texts
        id="form-title"
        label={t('forms.title')}
        texts={body.title}
        path="title"
        problem={problem}
        change={(title) => change({ title: title ?? {} })}
      />
      <Texts
        id="form-intro"
        label={t('forms.intro')}
        texts={body.intro}
        path="intro"
        problem={problem}
        long
        change={(intro) => change({ intro })}
      />
      <p className="card-actions">
        <Switch id="form-active" checked={body.active} onChange={(active) => change({ active })} />
        <label htmlFor="form-active">{t('forms.active')}</label>
      </p>
      <div className="form-grid">
        <LabelledRow
          id="form-categories"
          label={t('forms.categories')}
          problem={problem('categories')}
        >
          <Select
            id="form-categories"
            className="wide"
            mode="multiple"
            value={body.categories}
            onChange={(categories) => change({ categories })}
            options={CATEGORIES.map((c) => ({ value: c, label: word('category', c) }))}
          />
        </LabelledRow>
        <LabelledRow id="form-contact" label={t('forms.contact')} problem={problem('contact')}>
          <Select
            id="form-contact"
            className="wide"
            value={body.contact}
            onChange={(contact) => change({ contact })}
            options={(['none', 'optional', 'required'] as const).map((c) => ({
              value: c,
              label: t(`forms.contact.${c}`),
            }))}
          />
        </LabelledRow>
      </div>
      <FormFields fields={body.fields} problem={problem} change={(fields) => change({ fields })} />
      <FormWidget id={document.id} body={body} problem={problem} change={change} />
      <EditedFooter
        document={document}
        edited={edited}
        save={() => edited.save(id, saved)}
        more={
          document.id && (
            <a href={formPath(document.id)} target="_blank" rel="noreferrer">
              {t('forms.open')}
            </a>
          )
        }
      />
    </div>
  )
}
