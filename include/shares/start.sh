#!/bin/bash
# Makes an account for each department and opens to it its own two folders, then serves them by SFTP and SMB. Run again it does the
# same anew.
#
# /srv/share/上报 and /srv/share/回执 are inbox and outbox; ACCOUNTS has lines `t01:栗坪镇` (huizong folders --accounts writes it),
# and each account has a line `t01:password` in PASSWORDS or a public key `t01.pub` in KEYS. One without either stops the start. SMB
# knows no keys: who has a key alone has SFTP alone.
set -euo pipefail
: "${ACCOUNTS:=/shares/accounts}" "${PASSWORDS:=/run/secrets/share_passwords}" "${KEYS:=/shares/keys}" "${SERVICE_UID:=1000}"
: "${SSHD_CONFIG:=/shares/sshd_config}" "${HOST_KEYS:=/shares/host}" "${SMB_CONFIG:=/shares/smb.conf}"
inbox=/srv/share/上报 outbox=/srv/share/回执 first_uid=20000

fail() {
    echo "shares: $*" >&2
    exit 2
}

[ -s "$ACCOUNTS" ] || fail "$ACCOUNTS is missing or empty: write it with huizong folders --accounts"
getent group departments >/dev/null || groupadd --gid "$first_uid" departments
mkdir -p /etc/ssh/keys /run/sshd "$HOST_KEYS"
[ -f "$HOST_KEYS/host_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -f "$HOST_KEYS/host_ed25519"
install -m 600 "$HOST_KEYS/host_ed25519" /etc/ssh/keys/host_ed25519
# who has a share is written anew each time: nobody is left over
rm -rf /run/smb
mkdir -p /run/smb/{private,state,cache,lock,ncalrpc,accounts}
chmod 700 /run/smb/private

# What anybody was given before is taken back first: who has an account no more keeps nothing.
setfacl --recursive --remove-all "$inbox" "$outbox"
for top in "$inbox" "$outbox"; do
    chmod o-rwx "$top"
    setfacl --modify group:departments:--x "$top"  # through, but not to look who else is there
done

number=0
while IFS=: read -r account folder; do
    [ -n "$account" ] || continue
    number=$((number + 1))
    [[ "$account" =~ ^[a-z][a-z0-9_-]{0,30}$ ]] || fail "$ACCOUNTS: $account is no name of an account"
    case "$folder" in '' | . | .. | */*) fail "$ACCOUNTS: $account has no folder of its own: $folder" ;; esac
    [ -d "$inbox/$folder" ] && [ -d "$outbox/$folder" ] || fail "$account: there is no inbox or no outbox $folder: run huizong folders"
    id "$account" >/dev/null 2>&1 ||
        useradd --no-create-home --home-dir "/上报/$folder" --shell /usr/sbin/nologin --gid departments --uid $((first_uid + number)) "$account"
    password="$(sed -n "s/^$account://p" "$PASSWORDS" 2>/dev/null || true)"
    if [ -n "$password" ]; then
        printf '%s:%s\n' "$account" "$password" | chpasswd
        printf '%s\n%s\n' "$password" "$password" | smbpasswd -c "$SMB_CONFIG" -s -a "$account" >/dev/null
        printf '[%s]\npath = %s\nread only = %s\nvalid users = %s\n' \
            上报 "$inbox/$folder" no "$account" 回执 "$outbox/$folder" yes "$account" >"/run/smb/accounts/$account.conf"
    elif [ ! -s "$KEYS/$account.pub" ]; then
        fail "$account has neither a password in $PASSWORDS nor a key $KEYS/$account.pub"
    else
        usermod --password '*' "$account"  # by its key alone; without this sshd takes the account for locked
    fi
    [ ! -s "$KEYS/$account.pub" ] || install -m 644 "$KEYS/$account.pub" "/etc/ssh/keys/$account.pub"
    # The service reads and takes away what the account drops, also from folders that the account makes.
    setfacl --recursive --modify "user:$account:rwX,user:$SERVICE_UID:rwX,other::---" "$inbox/$folder"
    find "$inbox/$folder" -type d -exec setfacl --modify \
        "default:user:$account:rwx,default:user:$SERVICE_UID:rwx,default:other::---" {} +
    setfacl --recursive --modify "user:$account:rX,other::---" "$outbox/$folder"
    find "$outbox/$folder" -type d -exec setfacl --modify "default:user:$account:rx,default:other::---" {} +
done <"$ACCOUNTS"

echo "shares: $number accounts"
/usr/sbin/sshd -D -e -f "$SSHD_CONFIG" &
/usr/sbin/smbd --foreground --debug-stdout --configfile="$SMB_CONFIG" &
trap 'kill $(jobs -p) 2>/dev/null' TERM INT
# where one of the two ends the other does too, and the container is started again
status=0
wait -n || status=$?
kill $(jobs -p) 2>/dev/null || true
wait
exit "$status"
