// The form on other sites: the line to paste, who may frame it, and the secret that signs user ids.
import { Button, Modal, Select, Typography } from 'antd'
import { useState } from 'react'
import { post } from '../../shared/api/client'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import type { FormBody } from './forms'
import { LabelledRow } from './LabelledRow'

export function FormWidget(props: {
  id: string
  body: FormBody
  problem: (path: string) => string | undefined
  change: (part: Partial<FormBody>) => void
}) {
  const { t } = useWords()
  const { id, body, problem, change } = props
  const [secret, setSecret] = useState('')
  const [error, setError] = useState<unknown>(null)
  const wrong =
    problem('origins') ?? body.origins.map((_, i) => problem(`origins[${i}]`)).find(Boolean)
  const line = `<script src="${location.origin}/widget.js" data-form="${id}" async></script>`
  const show = () => {
    setError(null)
    post<{ secret: string }>(`/forms/${encodeURIComponent(id)}/widget-secret`, undefined).then(
      (answer) => setSecret(answer.secret),
      setError,
    )
  }
  return (
    <fieldset className="policy-part">
      <legend>{t('forms.widget')}</legend>
      <LabelledRow
        id="form-origins"
        label={t('forms.origins')}
        hint={t('forms.origins_hint')}
        problem={wrong}
      >
        <Select
          id="form-origins"
          className="wide"
          mode="tags"
          open={false}
          suffixIcon={null}
          placeholder="https://www.example.com"
          tokenSeparators={[' ', ',', '，']}
          value={body.origins}
          onChange={(origins) => change({ origins })}
        />
      </LabelledRow>
      {id && (
        <>
          <p className="soft">{t('forms.line')}</p>
          <Typography.Text code copyable className="form-line">
            {line}
          </Typography.Text>
          <p className="soft">{t('forms.secret_hint')}</p>
          <p className="card-actions">
            <Button onClick={show}>{t('forms.show_secret')}</Button>
            <Button onClick={() => change({ widget_key: body.widget_key + 1 })}>
              {t('forms.new_secret')}
            </Button>
          </p>
          <Refusal error={error} />
        </>
      )}
      <Modal
        open={secret !== ''}
        title={t('forms.secret')}
        onCancel={() => setSecret('')}
        footer={
          <Button type="primary" onClick={() => setSecret('')}>
            {t('close')}
          </Button>
        }
      >
        <p>{t('forms.secret_note')}</p>
        <Typography.Text code copyable className="form-line">
          {secret}
        </Typography.Text>
      </Modal>
    </fieldset>
  )
}
