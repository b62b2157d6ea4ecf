// Choosing a colleague or a department; found by name, user name or pinyin initials.
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { get } from '../../shared/api/client'
import type { Department, Id, List, User } from '../../shared/api/types'
import { matches } from '../../shared/pinyin'
import { useWords } from '../app/i18n'

export function useUsers(enabled = true) {
  return useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => get<List<User>>('/users?limit=200', signal),
    staleTime: 60_000,
    enabled,
  })
}

export function useDepartments() {
  return useQuery({
    queryKey: ['departments'],
    queryFn: ({ signal }) => get<{ items: Department[] }>('/departments', signal),
    staleTime: 60_000,
  })
}

interface PickerProps {
  id?: string
  value: Id | undefined
  onChange: (value: Id | undefined) => void
}

export function UserSelect({ id, value, onChange }: PickerProps) {
  const { t } = useWords()
  const { data, isLoading } = useUsers()
  const { data: departments } = useDepartments()
  const departmentOf = (user: User) =>
    departments?.items.find((d) => d.id === user.department_id)?.name ?? ''
  return (
    <Select
      id={id}
      aria-label={id ? undefined : t('ticket.owner')}
      showSearch
      allowClear
      className="wide"
      loading={isLoading}
      value={value}
      onChange={onChange}
      placeholder={t('picker.user')}
      filterOption={(typed, option) => matches(String(option?.search), typed)}
      options={(data?.items ?? [])
        .filter((u) => u.active)
        .map((u) => ({
          value: u.id,
          search: `${u.display_name} ${u.user}`,
          label: `${u.display_name}${departmentOf(u) ? ` · ${departmentOf(u)}` : ''}`,
        }))}
    />
  )
}

export function DepartmentSelect({ id, value, onChange }: PickerProps) {
  const { t } = useWords()
  const { data, isLoading } = useDepartments()
  return (
    <Select
      id={id}
      aria-label={id ? undefined : t('ticket.department')}
      showSearch
      allowClear
      className="wide"
      loading={isLoading}
      value={value}
      onChange={onChange}
      placeholder={t('picker.department')}
      filterOption={(typed, option) => matches(String(option?.label), typed)}
      options={(data?.items ?? []).map((d) => ({ value: d.id, label: d.name }))}
    />
  )
}
