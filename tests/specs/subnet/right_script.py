import ipaddress
import sys

if len(sys.argv) != 2:
    print("Give one address with its prefix, like 192.168.10.77/26.", file=sys.stderr)
    sys.exit(2)
try:
    network = ipaddress.IPv4Interface(sys.argv[1]).network
except ValueError as error:
    print(f"No valid address: {error}", file=sys.stderr)
    sys.exit(2)
print(f"Network: {network}")
print(f"Broadcast: {network.broadcast_address}")
print(f"Hosts: {network.num_addresses - 2 if network.prefixlen < 31 else network.num_addresses}")
