select max(received_at) as last_received_at
from raw.arrival;
