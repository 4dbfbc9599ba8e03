// Words of one's own sessions.
export const own = {
  open: {
    how: {
      password: 'by password',
      'password and code': 'by password and code',
      passkey: 'by passkey',
      invitation: 'by an invitation link',
      demo: 'demo entry',
    } as Record<string, string>,
    since: 'Opened on {at}, {how}',
    seen: 'used {ago}',
    here: 'This screen',
    hint: 'A session you do not recognise? Close the others, then change your password.',
    end: 'Close the other sessions',
    ended: 'The other sessions are closed',
  },
}
