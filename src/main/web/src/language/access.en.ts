/** English: signing in, roles, verifying a report. */
export const access = {
  session: {
    title: 'Sign in',
    explain: 'With the account that the core hospital has given you.',
    user: 'Login name',
    password: 'Password',
    signIn: 'Sign in',
    signOut: 'Sign out',
    oidc: 'Sign in with the hospital’s account',
    oidcTab: 'Sign in in a new tab',
    goOn: 'I have signed in',
    firstTitle: 'Choose a password of your own',
    firstExplain: 'The first password opens nothing but this page.',
    old: 'Present password',
    next: 'New password',
    again: 'New password once more',
    rules: '12 to 128 characters, and not the login name.',
    unfit: 'The new password needs 12 to 128 characters and must not hold the login name.',
    differ: 'The two new passwords differ.',
    change: 'Change password',
    changeTitle: 'Change password',
    endedTitle: 'Sign in again',
    endedExplain: (name: string) =>
      `${name}, you are signed out, because nothing was done for a while or the engine was started anew. The page stays as it is.`,
    account: (name: string, role: string) => `${name} ${role}: account`,
  },
  roles: {
    reader: 'Reader',
    'chief-reader': 'Chief reader',
    'branch-staff': 'Branch staff',
    'integration-engineer': 'Integration engineer',
    administrator: 'Administrator',
  },
  office: {
    title: (name: string) => `Good day, ${name}`,
    explain: {
      'integration-engineer':
        'Your role looks after the engine. Cases and images are read by readers; your work is done by these commands on the engine’s machine.',
      administrator:
        'Your role looks after accounts and the engine. Cases and images are read by readers; your work is done by these commands on the engine’s machine.',
    },
    granted: 'Patient data are granted to you: the pages of the branches are open to you.',
    notGranted: 'You see no patient data. An administrator can grant them: farsight account change NAME --patient-data.',
    tasks: {
      status: 'how each site and target stands',
      alarms: 'what is wrong now, and who has taken it',
      quarantine: 'what was kept back, why, and what to do',
      trace: 'where a study or ECG is, and what has happened to it',
      reload: 'take a changed configuration without a restart',
      backup: 'a copy of the ledger and all that is kept',
      account: 'make accounts and tokens, first passwords, roles',
    },
  },
  verify: {
    title: 'Is this report genuine?',
    /** What is said, and what to do then. */
    verdicts: {
      genuine: ['A report with this code was signed here.', 'Compare date and reader with the paper. They must be the same.'],
      altered: ['This code does not belong to the report that was signed here.', 'The paper may have been altered, or the code was read wrongly. Ask the hospital that is named on it.'],
      unknown: ['No such report was signed here.', 'The address may have been read wrongly. Otherwise ask the hospital that is named on the paper.'],
      'no-code': ['The address lacks the code that is on the paper.', 'Without it nothing can be said. Read the QR code again.'],
    },
    newer: 'A newer version stands in place of this one. Ask for it.',
    recalled: 'This report was recalled: it counts no more.',
    signedAt: 'Signed',
    by: 'By',
    version: 'Version',
    newest: 'Newest version',
    noData: 'This page holds no patient data. Anybody may open it.',
  },
};
