import { Input } from 'antd'
import { useWords } from '../app/i18n'

/** A structured value as text; says where it stops being valid JSON. */
export function JsonEditor({
  id,
  label,
  text,
  change,
}: {
  id: string
  label: string
  text: string
  change: (text: string) => void
}) {
  const { t } = useWords()
  const problem = jsonProblem(text)
  return (
    <div className={problem ? 'form-row bad' : 'form-row'}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <Input.TextArea
        id={id}
        className="code"
        spellCheck={false}
        rows={8}
        value={text}
        onChange={(e) => change(e.target.value)}
        aria-describedby={problem ? `${id}-problem` : undefined}
      />
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {t('settings.not_json', { problem })}
        </p>
      )}
    </div>
  )
}

export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
