// The fields a form asks, in their order: added, moved and taken out by mouse or keyboard.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useWords } from '../app/i18n'
import {
  FIELD_KINDS,
  type FieldKind,
  type FormFieldBody,
  freeFieldName,
  MOST_FIELDS,
  readOptions,
} from './forms'
import { LabelledRow } from './LabelledRow'
import { moved } from './moved'
import { Texts } from './Texts'

interface Props {
  fields: FormFieldBody[]
  problem: (path: string) => string | undefined
  change: (fields: FormFieldBody[]) => void
}

const HAS_OPTIONS: FieldKind[] = ['select', 'store', 'product']

export function FormFields({ fields, problem, change }: Props) {
  const { t, word } = useWords()
  const set = (i: number, part: Partial<FormFieldBody>) =>
    change(fields.map((f, n) => (n === i ? { ...f, ...part } : f)))
  return (
    <fieldset className="policy-part">
      <legend>{t('forms.fields')}</legend>
      <p className="soft">{t('forms.fields_hint')}</p>
      <ol className="form-fields">
        {fields.map((field, i) => (
          // The place is what a field is known by: its name is edited.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={i} data-testid={`form-field-${i}`}>
            <div className="form-field-head">
              <b>
                {i + 1}. {word('field_kind', field.kind)}
              </b>
              <span className="gap" />
              <Button
                type="text"
                icon={<ArrowUpOutlined />}
                disabled={i === 0}
                aria-label={t('forms.up', { n: i + 1 })}
                onClick={() => change(moved(fields, i, -1))}
              />
              <Button
                type="text"
                icon={<ArrowDownOutlined />}
                disabled={i === fields.length - 1}
                aria-label={t('forms.down', { n: i + 1 })}
                onClick={() => change(moved(fields, i, 1))}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('forms.remove', { n: i + 1 })}
                onClick={() => change(fields.filter((_, n) => n !== i))}
              />
            </div>
            <OneField
              place={i}
              field={field}
              problem={(part) => problem(`fields[${i}]${part}`)}
              set={(part) => set(i, part)}
            />
          </li>
        ))}
      </ol>
      {problem('fields') && <p className="problem">{problem('fields')}</p>}
      <Select
        className="role-select"
        value={null}
        aria-label={t('forms.add')}
        placeholder={t('forms.add')}
        disabled={fields.length >= MOST_FIELDS}
        onChange={(kind: FieldKind | null) =>
          kind &&
          change([...fields, { name: freeFieldName(fields, kind), kind, label: {}, options: [] }])
        }
        options={FIELD_KINDS.map((kind) => ({ value: kind, label: word('field_kind', kind) }))}
      />
    </fieldset>
  )
}

function OneField(props: {
  place: number
  field: FormFieldBody
  problem: (part: string) => string | undefined
  set: (part: Partial<FormFieldBody>) => void
}) {
  const { t } = useWords()
  const { field, problem, set } = props
  const id = (part: string) => `field-${props.place}-${part}`
  return (
    <>
      <Texts
        id={id('label')}
        label={t('forms.label')}
        texts={field.label}
        path=".label"
        problem={problem}
        change={(label) => set({ label: label ?? {} })}
      />
      <Texts
        id={id('help')}
        label={t('forms.help')}
        texts={field.help}
        path=".help"
        problem={problem}
        change={(help) => set({ help })}
      />
      <div className="form-grid">
        <LabelledRow
          id={id('name')}
          label={t('forms.key')}
          hint={t('forms.key_hint')}
          problem={problem('.name')}
        >
          <Input
            id={id('name')}
            maxLength={40}
            value={field.name}
            onChange={(e) => set({ name: e.target.value })}
          />
        </LabelledRow>
        {field.kind === 'number' && (
          <>
            <LabelledRow id={id('min')} label={t('forms.min')} problem={problem('.min')}>
              <InputNumber
                id={id('min')}
                value={field.min ?? null}
                onChange={(min) => set({ min })}
              />
            </LabelledRow>
            <LabelledRow id={id('max')} label={t('forms.max')} problem={problem('.max')}>
              <InputNumber
                id={id('max')}
                value={field.max ?? null}
                onChange={(max) => set({ max })}
              />
            </LabelledRow>
          </>
        )}
      </div>
      {HAS_OPTIONS.includes(field.kind) && (
        <Options place={props.place} field={field} problem={problem} set={set} />
      )}
      <Checkbox
        checked={field.required ?? false}
        onChange={(e) => set({ required: e.target.checked })}
      >
        {t('forms.required')}
      </Checkbox>
    </>
  )
}

function Options({
  place,
  field,
  problem,
  set,
}: {
  place: number
  field: FormFieldBody
  problem: (part: string) => string | undefined
  set: (part: Partial<FormFieldBody>) => void
}) {
  const { t } = useWords()
  const options = field.options ?? []
  const id = `field-${place}-options`
  const wrong =
    problem('.options') ?? options.map((_, i) => problem(`.options[${i}]`)).find(Boolean)
  return (
    <LabelledRow
      id={id}
      label={t('forms.options')}
      hint={t(field.kind === 'select' ? 'forms.options_hint' : 'forms.options_free')}
      problem={wrong}
    >
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 2, maxRows: 8 }}
        defaultValue={options.map((o) => o.value).join('\n')}
        onChange={(e) => set({ options: readOptions(e.target.value, options) })}
      />
    </LabelledRow>
  )
}
