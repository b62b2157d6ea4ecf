import { type ReactNode, useId } from 'react'

export interface ControlIds {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean
  'aria-required': boolean
}

interface FieldProps {
  label: string
  hint?: string
  error?: string
  required?: boolean
  children: (ids: ControlIds) => ReactNode
}

/** A label, a control, and beside it what is wrong with it. */
export function Field({ label, hint, error, required, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={error ? 'field has-error' : 'field'}>
      <label htmlFor={id}>
        {label}
        {required && (
          <span aria-hidden="true" className="must">
            {' '}
            *
          </span>
        )}
      </label>
      {hint && (
        <p className="small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': Boolean(error),
        'aria-required': Boolean(required),
      })}
      {error && (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}
