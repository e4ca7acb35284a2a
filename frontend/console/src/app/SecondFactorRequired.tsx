import { Button } from 'antd';
import type { EntityInfo, Session } from '@credit/api';
import { useText } from '../text';
import { SetUp } from '../features/security/SetUp';
import { SESSION_KEY, queries } from './client';
import { LanguageSwitch } from './LanguageSwitch';
import { signOut } from './session';
import { Terraces } from './Terraces';

/** Takes the place of the shell until a role's second factor is set up. */
export function SecondFactorRequired({ entity, session }: { entity: EntityInfo; session: Session }) {
  const t = useText();
  return (
    <main className="sign-in">
      <Terraces />
      <div className="sign-in-language">
        <LanguageSwitch />
      </div>
      <div className="sign-in-card">
        <p className="sign-in-product">{entity.name}</p>
        <h1>{t.security.factor}</h1>
        <p>{t.security.mustSetUp}</p>
        <SetUp
          owner={`${entity.name} ${session.account.username}`}
          onDone={() => void queries.invalidateQueries({ queryKey: SESSION_KEY })}
        />
        <p className="sign-in-foot">
          <Button type="link" size="small" onClick={() => void signOut(false)}>
            {t.shell.signOut}
          </Button>
        </p>
      </div>
    </main>
  );
}
