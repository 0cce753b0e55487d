import { defineAsyncComponent, type Component } from 'vue'

export interface Section {
  readonly name: string
  readonly isForManager: boolean
  readonly component: Component
}

/** The parts of the settings; a manager's are about the clinic, the others about oneself and this PC. */
export const SECTIONS: readonly Section[] = [
  {
    name: 'clinic',
    isForManager: true,
    component: defineAsyncComponent(() => import('./ClinicSection.vue'))
  },
  { name: 'users', isForManager: true, component: defineAsyncComponent(() => import('./UsersSection.vue')) },
  {
    name: 'clinicians',
    isForManager: true,
    component: defineAsyncComponent(() => import('./CliniciansSection.vue'))
  },
  { name: 'rooms', isForManager: true, component: defineAsyncComponent(() => import('./RoomsSection.vue')) },
  { name: 'types', isForManager: true, component: defineAsyncComponent(() => import('./TypesSection.vue')) },
  {
    name: 'messaging',
    isForManager: true,
    component: defineAsyncComponent(() => import('./MessagingSection.vue'))
  },
  { name: 'video', isForManager: true, component: defineAsyncComponent(() => import('./VideoSection.vue')) },
  { name: 'fees', isForManager: true, component: defineAsyncComponent(() => import('./FeesSection.vue')) },
  {
    name: 'templates',
    isForManager: true,
    component: defineAsyncComponent(() => import('./TemplatesSection.vue'))
  },
  {
    name: 'letters',
    isForManager: true,
    component: defineAsyncComponent(() => import('../letters/LettersSection.vue'))
  },
  { name: 'modem', isForManager: true, component: defineAsyncComponent(() => import('./ModemSection.vue')) },
  { name: 'email', isForManager: true, component: defineAsyncComponent(() => import('./EmailSection.vue')) },
  {
    name: 'register',
    isForManager: true,
    component: defineAsyncComponent(() => import('./RegisterSection.vue'))
  },
  {
    name: 'portal',
    isForManager: true,
    component: defineAsyncComponent(() => import('../portal/PortalSection.vue'))
  },
  { name: 'lan', isForManager: true, component: defineAsyncComponent(() => import('./LanSection.vue')) },
  {
    name: 'backup',
    isForManager: true,
    component: defineAsyncComponent(() => import('./BackupSection.vue'))
  },
  {
    name: 'retention',
    isForManager: true,
    component: defineAsyncComponent(() => import('./RetentionSection.vue'))
  },
  { name: 'keys', isForManager: false, component: defineAsyncComponent(() => import('./KeysSection.vue')) },
  { name: 'pc', isForManager: false, component: defineAsyncComponent(() => import('./PcSection.vue')) },
  {
    name: 'password',
    isForManager: false,
    component: defineAsyncComponent(() => import('./PasswordSection.vue'))
  }
]
