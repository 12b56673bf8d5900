import { expect, test } from 'vitest'
import type { Contact } from '../../../shared/site.ts'
import { contactsOf, otherContacts } from './contacts.ts'

const contact = (name: string, role: string): Contact => ({ name, role, phone: '1', when: 'always' })
const contacts = [
  contact('陈', '值班校领导'),
  contact('周', '保安班长'),
  contact('刘', '安全防范管理代表'),
  contact('赵', '维保单位'),
  contact('总公司', '防盗报警、紧急按钮报修'),
  contact('所', '属地派出所'),
]

test('phones stand beside the target their role names', () => {
  expect(contactsOf('school-leader', contacts).map(({ name }) => name)).toEqual(['陈'])
  expect(contactsOf('guard-leader', contacts).map(({ name }) => name)).toEqual(['周'])
  expect(contactsOf('police-110', contacts).map(({ name }) => name)).toEqual(['所'])
  expect(contactsOf('maintainer', contacts).map(({ name }) => name)).toEqual(['赵', '总公司'])
  expect(contactsOf('none-needed', contacts)).toEqual([])
})

test('nobody is lost: whoever is no target is listed as another contact', () => {
  expect(otherContacts(contacts).map(({ name }) => name)).toEqual(['刘'])
})
