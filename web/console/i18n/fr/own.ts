// Words of one's own sessions.
export const own = {
  open: {
    how: {
      password: 'par mot de passe',
      'password and code': 'par mot de passe et code',
      passkey: 'par clé d’accès',
      invitation: 'par un lien d’invitation',
      demo: 'entrée de démonstration',
    } as Record<string, string>,
    since: 'Ouverte le {at}, {how}',
    seen: 'utilisée {ago}',
    here: 'Cet écran',
    hint: 'Une session que vous ne reconnaissez pas ? Fermez les autres, puis changez de mot de passe.',
    end: 'Fermer les autres sessions',
    ended: 'Les autres sessions sont fermées',
  },
}
