// SLA policies in forms, with "a mid ticket received Friday 17:30 is due …" for what is on the
// screen, saved or not, and a dry run before open tickets get it.
import { useState } from 'react'
import type { Document } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { ErrorState, Loading } from '../parts/States'
import { DocumentPicker } from './DocumentPicker'
import { PolicyForm } from './PolicyForm'
import { fullPolicy, type PolicyBody } from './policies'
import { SlaRecompute } from './SlaRecompute'
import { useDocuments } from './useDocuments'

const FRESH: Document<Partial<PolicyBody>> = {
  id: '',
  version: 0,
  body: { clocks: [{ clock: 'first_response', limit: '24 h' }] },
  at: '',
  by: '',
  by_name: '',
}

export default function SlaSection() {
  const { t, word } = useWords()
  const { data, error, refetch } = useDocuments<Partial<PolicyBody>>('sla_policy')
  const [id, setId] = useState<string>()
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const chosen = id === '' ? FRESH : (data.items.find((p) => p.id === id) ?? data.items[0] ?? FRESH)
  const nameOf = (p: Document<Partial<PolicyBody>>) => {
    const name = p.body.name || word('sla_policy', p.id)
    return p.body.active === false ? t('sla.switched_off', { name }) : name
  }
  return (
    <>
      <DocumentPicker
        label={t('sla.policies')}
        fresh={t('sla.new')}
        items={data.items}
        nameOf={nameOf}
        chosen={chosen.id}
        choose={setId}
      />
      <PolicyForm
        key={`${chosen.id}@${chosen.version}`}
        document={{ ...chosen, body: fullPolicy(chosen.body) }}
        taken={data.items.map((p) => p.id)}
        saved={setId}
      />
      <SlaRecompute />
    </>
  )
}
